package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.bind.JsonValue;
import dev.polder.app.config.bind.Range;
import dev.polder.app.config.value.ByteSize;
import dev.polder.app.config.value.Factor;
import dev.polder.app.config.value.Proportion;
import dev.polder.app.config.value.SecretReference;
import dev.polder.app.config.value.ShadowScorer;
import dev.polder.app.config.value.Share;
import dev.polder.evidence.finding.Requirement;
import dev.polder.gateway.continuity.Interruption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An entry of `use-cases`.
public record UseCaseEntry(
    @Doc(value = "for people", absent = "empty") Optional<String> description,
    @Doc(
            value = "deployments or pools, the primary first",
            needed =
                "%s has no candidates. List deployments, the primary first: candidates: [a, b].")
        List<String> candidates,
    @Doc(value = "a data class's name; no call goes where it does not allow", absent = "no bound")
        Optional<String> dataClass,
    @Doc(
            value =
                "`fail`: the client is told within the stream; `buffer`: the answer is held back until"
                    + " it is whole, so that the next candidate can begin again unseen",
            usual = "fail",
            remedy = "Write fail (the client is told) or buffer (begin again unseen).")
        Interruption interruption,
    @Doc(
            value =
                "bytes held back at most; a longer answer is let go, and then treated as under"
                    + " `fail`",
            usual = "1MB")
        ByteSize buffer,
    @Doc(value = "further tries at a candidate before the next one's turn", usual = "1")
        @Range(least = 0, most = 5)
        int retries,
    @Doc("how long each part of a call may take") Limits limits,
    @Doc(value = "a second candidate at the same time where the first is slow", absent = "never")
        Optional<Hedge> hedge,
    @Doc(
            value = "how many times the primary's price a fallback may cost, such as `2.0`",
            absent = "no bound")
        Optional<Factor> maxPriceFactor,
    @Doc(value = "what is said besides the calls' own messages", absent = "nothing")
        Optional<Bundle> bundle,
    @Doc(value = "what fallbacks must have shown before they stand in", absent = "nothing")
        Optional<Evidence> evidence,
    @Doc(
            value =
                "the fallback that answers unproven, and is marked so, where a strict use case would"
                    + " refuse a call otherwise",
            absent = "nobody: the call is refused")
        Optional<String> lastResort,
    @Doc(
            value = "a candidate that live calls are mirrored to, so that its verdict is watched",
            absent = "nobody")
        Optional<Shadow> shadow) {

  /// `use-cases.NAME.bundle`.
  public record Bundle(
      @Doc(
              value = "file of the prompt for every candidate that has none of its own",
              absent = "the call's messages go alone")
          Optional<Path> prompt,
      @Doc(
              value = "files of prompts by candidate: `{own-small: prompts/small.txt}`",
              absent = "`prompt` is for all",
              item = "Prompt")
          Map<String, Path> prompts,
      @Doc(
              value =
                  "fields of the dialect that are added where the client left them out, such as"
                      + " `{temperature: 0.2}`",
              absent = "none",
              item = "Parameter")
          Map<String, JsonValue> parameters,
      @Doc(
              value = "tokens that an answer may have at most, whatever the client asks for",
              absent = "no bound")
          @Range(least = 1, most = 100_000_000)
          Optional<Integer> outputBound,
      @Doc(value = "file of a JSON schema; only answers that fit it are passed on", absent = "none")
          Optional<Path> schema) {}

  /// `use-cases.NAME.limits`.
  public record Limits(
      @Doc(value = "getting a connection", usual = "3s") Duration connect,
      @Doc(value = "from the request to the first content of a stream", usual = "30s")
          Duration firstToken,
      @Doc(value = "between two events of a stream", usual = "30s") Duration betweenTokens,
      @Doc(value = "one attempt at an answer in one piece", usual = "120s") Duration answer,
      @Doc(value = "the whole call, all attempts together", usual = "300s") Duration call,
      @Doc(
              value = "waiting until somebody can be asked, when everybody rests or is full",
              usual = "60s")
          Duration patience,
      @Doc(
              value =
                  "silence before a streaming client gets a head and comments that keep it waiting",
              usual = "15s")
          Duration hold) {}

  /// `use-cases.NAME.hedge`.
  public record Hedge(
      @Doc(value = "silence of the first candidate before the second is asked", usual = "3s")
          Duration after,
      @Doc(value = "share of calls that may be asked twice, at most", usual = "5%") Share share,
      @Doc(value = "`true`: also where both answers cost money", usual = "false") boolean paid) {}

  /// `use-cases.NAME.evidence`.
  public record Evidence(
      @Doc(value = "the suite that counts, by its name under `suites`", absent = "a fault")
          Optional<String> suite,
      @Doc(value = "loss of the suite's score that is accepted: `0.05` or `5%`", usual = "5%")
          Proportion margin,
      @Doc(value = "rise of the suite's harm that is accepted", absent = "no harm is watched")
          Optional<Proportion> guardrail,
      @Doc(value = "how sure a verdict must be, one-sided, from `80%`", usual = "95%")
          Proportion confidence,
      @Doc(
              value =
                  "least own score of a fallback that will do where it cannot be compared: while the"
                      + " primary is restricted, or was never measured",
              absent = "none")
          Optional<Proportion> floor,
      @Doc(
              value =
                  "`strict`: a fallback without evidence is none; `warn`: it is used and marked;"
                      + " `off`: nothing is asked",
              usual = "warn",
              remedy =
                  "Write strict (a fallback without evidence is none), warn (it is used and marked)"
                      + " or off.")
          Requirement.Rigour require,
      @Doc(
              value =
                  "how old a finding may be, in days; while the primary is restricted, age only marks",
              usual = "90d")
          Period maxAge) {}

  /// `use-cases.NAME.shadow`.
  public record Shadow(
      @Doc("the deployment or pool that is asked once more: one of the fallbacks, as a rule")
          String candidate,
      @Doc(value = "share of the calls that are mirrored, drawn at random", usual = "5%")
          Share share,
      @Doc(
              value =
                  "how the candidate's answer is compared with the one that the client got: as a"
                      + " `text`, a `set`, a `numeric` value, JSON `fields`, by `similarity`, or both"
                      + " by the use case's `schema`",
              absent = "`judge`")
          Optional<ShadowScorer> scorer,
      @Doc(
              value = "instead: a deployment that says which answer is better, blind",
              absent = "`scorer`")
          Optional<String> judge,
      @Doc(value = "of a judge: what makes an answer good, in a sentence", absent = "the usual one")
          Optional<String> rubric,
      @Doc(
              value = "loss of score that is accepted: `0.05` or `5%`",
              absent = "`evidence.margin`, else 5%")
          Optional<Proportion> margin,
      @Doc(value = "scored calls until a false alarm, on average, at least", usual = "100000")
          @Range(least = 1_000, most = 100_000_000)
          int runLength,
      @Doc(value = "mirrored calls that are sent at once, at most", usual = "1")
          @Range(least = 1, most = 64)
          int concurrency,
      @Doc(
              value = "how long scored answers are kept, encrypted, to be read by people, in days",
              absent = "they are thrown away")
          Optional<Period> retain,
      @Doc("where mirrored calls wait, encrypted, in the folder `state`") Spool spool) {}

  /// `use-cases.NAME.shadow.spool`.
  public record Spool(
      @Doc(value = "bytes on disk; when there are more, the oldest are dropped", usual = "64MB")
          ByteSize size,
      @Doc(value = "age at which they are dropped", usual = "24h") Duration age,
      @Doc(
              value =
                  "what they are encrypted with, `${NAME}` of an environment variable or `file:PATH`,"
                      + " at least 32 characters",
              absent = "a key in memory only: a restart drops what waits")
          Optional<SecretReference> key) {}
}
