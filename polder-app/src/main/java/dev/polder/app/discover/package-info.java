/// Running without a file: [Discovery][dev.polder.app.discover.Discovery] looks around,
/// [Choice][dev.polder.app.discover.Choice] decides what may be used of what is there, and
/// [FoundFile][dev.polder.app.discover.FoundFile] writes the `polder.yaml` for it.
@NullMarked
package dev.polder.app.discover;

import org.jspecify.annotations.NullMarked;
