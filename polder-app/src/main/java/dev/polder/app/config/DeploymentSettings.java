package dev.polder.app.config;

import dev.polder.evals.run.Price;
import dev.polder.model.Jurisdiction;
import dev.polder.model.StructuredOutput;
import dev.polder.model.Traits;
import java.util.Optional;
import java.util.OptionalInt;

/// A deployment as configured.
///
/// @param provider the name of a provider that exists
/// @param tier any word for a group of models
/// @param place the one physical place where it stands
/// @param weight its part of a pool's calls, compared with the others'
/// @param concurrency calls at the same time, at most; empty: no bound
/// @param dimension of embeddings
/// @param metered whether each call costs money; empty: as the preset says
/// @param price what its tokens cost; empty: not known
/// @param failback its own, or that of all
/// @param structuredOutput how it is told a schema; empty: as the preset says
/// @param version its vendor's, or a digest of its weights
/// @param quantisation how its weights are rounded
public record DeploymentSettings(
    String name,
    String provider,
    String model,
    Jurisdiction jurisdiction,
    Optional<String> tier,
    Optional<String> place,
    int weight,
    OptionalInt concurrency,
    OptionalInt dimension,
    Optional<Boolean> metered,
    Optional<Price> price,
    Traits.Failback failback,
    Optional<StructuredOutput> structuredOutput,
    Optional<AccessSettings> access,
    Optional<String> version,
    Optional<String> quantisation) {}
