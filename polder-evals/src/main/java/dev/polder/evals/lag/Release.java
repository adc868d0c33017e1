package dev.polder.evals.lag;

import java.time.LocalDate;

/// When the public could first use a model, and whether anybody may run it.
public record Release(boolean openWeight, LocalDate day) {}
