/// Talk to a deployment: [ModelClient][dev.polder.model.provider.ModelClient] sends a request to
/// one and tells a [ReplyListener][dev.polder.model.provider.ReplyListener] what it answers, as
/// events, as one [Answer][dev.polder.model.provider.Answer] or as a
/// [Fault][dev.polder.model.provider.Fault].
@NullMarked
package dev.polder.model.provider;

import org.jspecify.annotations.NullMarked;
