package dev.polder.model.dialect;

import java.time.Instant;

/// What stands above an answer that Polder writes itself.
///
/// @param id of the call: letters, digits and hyphens; each dialect puts its own word before it
/// @param created when the answer began
public record Letterhead(String id, Instant created) {}
