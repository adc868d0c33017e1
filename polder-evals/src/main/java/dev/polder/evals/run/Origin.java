package dev.polder.evals.run;

/// Where an imported run comes from.
///
/// @param tool that wrote the original, such as `inspect_ai`
/// @param toolVersion of that tool; `""` where the original does not say
/// @param logVersion of the original's form, as the tool counts it
/// @param file the original's name, without its folder
/// @param digest of the original's bytes
public record Origin(
    String tool, String toolVersion, String logVersion, String file, String digest) {}
