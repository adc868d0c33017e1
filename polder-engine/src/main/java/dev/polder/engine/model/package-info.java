/// Reads and checks a model folder as model hubs lay it out. Public are [ModelFolder], its records
/// [DecoderConfig], [GenerationDefaults] and [TokenizerFiles], and [ModelFault], which names file,
/// fault and remedy.
@NullMarked
package dev.polder.engine.model;

import org.jspecify.annotations.NullMarked;
