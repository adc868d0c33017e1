/// Speak with a model.
///
/// This package has the nouns: a [Deployment][dev.polder.model.Deployment] at a
/// [Provider][dev.polder.model.Provider] in a [Jurisdiction][dev.polder.model.Jurisdiction]. A
/// [Preset][dev.polder.model.Preset] is what is known beforehand about a kind of provider, its
/// [Wording][dev.polder.model.Wording] included. `openai` reads and edits that dialect's bytes;
/// `dialect` translates between dialects; `bundle` renders what a use case says besides the call;
/// `provider` sends a request to a deployment and tells what comes back.
@NullMarked
package dev.polder.model;

import org.jspecify.annotations.NullMarked;
