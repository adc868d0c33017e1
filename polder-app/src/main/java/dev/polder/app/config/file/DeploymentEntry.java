package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.bind.Range;
import dev.polder.app.config.value.Country;
import dev.polder.app.config.value.Money;
import dev.polder.model.StructuredOutput;
import dev.polder.model.Traits;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/// An entry of `deployments`.
public record DeploymentEntry(
    @Doc("a provider's name") String provider,
    @Doc(value = "what the provider calls the model", absent = "the deployment's name")
        Optional<String> model,
    @Doc(
            value =
                "its vendor's version of the model, or a digest of its weights; another version needs"
                    + " evidence of its own",
            absent = "not known; of an `engine.model` the digest of its folder")
        Optional<String> version,
    @Doc(value = "how its weights are rounded, such as `Q4_K_M`", absent = "as published")
        Optional<String> quantisation,
    @Doc("country where data is processed: two capitals (ISO 3166-1), `EU`, or `ZZ` if unknown")
        Country location,
    @Doc("country whose law can compel or withdraw the service") Country control,
    @Doc("country whose law can withdraw the model or its licence") Country maker,
    @Doc(value = "any word for a group of models, such as `frontier`", absent = "none")
        Optional<String> tier,
    @Doc(
            value = "the one physical place where it stands, such as `dc-amsterdam-1`",
            absent = "not known")
        Optional<String> place,
    @Doc(value = "its part of a pool's calls, compared with the others'", usual = "1")
        @Range(least = 1, most = 1000)
        int weight,
    @Doc(value = "calls at the same time, at most", absent = "no bound")
        @Range(least = 1, most = 1_000_000)
        Optional<Integer> concurrency,
    @Doc(value = "of embeddings: numbers in a vector", absent = "not known")
        @Range(least = 1, most = 1_000_000)
        Optional<Integer> dimension,
    @Doc(value = "whether each call costs money", absent = "as the preset says")
        Optional<Boolean> metered,
    @Doc(value = "what a million tokens cost, in whatever currency you count", absent = "not known")
        Optional<Price> price,
    @Doc(
            value = "`automatic` or `by-hand`",
            absent = "as under `continuity`",
            remedy = "Write automatic (Polder returns by itself) or by-hand (a person says when).")
        Optional<Traits.Failback> failback,
    @Doc(
            value =
                "`native`: a schema goes in `response_format`; `prompt`: it is told in the prompt",
            absent = "as the preset says",
            remedy =
                "Write native (the server keeps to a schema) or prompt (it is told in words only).")
        Optional<StructuredOutput> structuredOutput,
    @Doc(value = "what was agreed about access", absent = "nothing") Optional<Access> access) {

  /// `deployments.NAME.price`.
  public record Price(
      @Doc("of a million tokens that the model reads") Money input,
      @Doc("of a million tokens that it writes") Money output) {}

  /// `deployments.NAME.access`.
  public record Access(
      @Doc(value = "last day of the guarantee, such as `2027-01-31`", absent = "no end is known")
          Optional<LocalDate> guaranteedUntil,
      @Doc(value = "how long before that notice has to be given, in days: `30d`", absent = "none")
          Optional<Period> notice,
      @Doc(value = "what was promised, in words", absent = "nothing") Optional<String> capacity,
      @Doc(value = "country whose law holds for the agreement", absent = "not known")
          Optional<Country> governingLaw,
      @Doc(value = "file of the agreement; only looked for, never read", absent = "none")
          Optional<Path> document) {}
}
