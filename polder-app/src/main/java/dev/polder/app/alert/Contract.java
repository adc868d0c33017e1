package dev.polder.app.alert;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/// What is agreed about a deployment, as its `access` in `polder.yaml` says.
///
/// @param guaranteedUntil the last day on which access is guaranteed
/// @param notice how long before its end either side must say that it ends
/// @param document where it is written; may be empty
public record Contract(
    String deployment, LocalDate guaranteedUntil, Optional<Period> notice, String document) {}
