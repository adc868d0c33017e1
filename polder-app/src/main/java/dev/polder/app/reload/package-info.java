/// A changed configuration while Polder runs:
/// [ConfigurationWatch][dev.polder.app.reload.ConfigurationWatch] notices it and tells a
/// [ReloadListener][dev.polder.app.reload.ReloadListener]; [Hangup][dev.polder.app.reload.Hangup]
/// is the signal by which a person asks for it.
@NullMarked
package dev.polder.app.reload;

import org.jspecify.annotations.NullMarked;
