package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.bind.Range;
import dev.polder.app.config.value.Money;
import java.time.Duration;
import java.util.Optional;

/// An entry of `canaries`.
public record CanaryEntry(
    @Doc("the suite that is asked, by its name under `suites`") String suite,
    @Doc(value = "from the beginning of one round to that of the next, from `1m`", usual = "6h")
        Duration every,
    @Doc(value = "how many samples of the suite a round asks", usual = "50")
        @Range(least = 10, most = 2000)
        int samples,
    @Doc(value = "how many rounds make the baseline", usual = "5") @Range(least = 3, most = 20)
        int baseline,
    @Doc(value = "samples asked at the same time, at most", usual = "2")
        @Range(least = 1, most = 64)
        int concurrency,
    @Doc(
            value =
                "`true`: asked at temperature 0, so that answers repeat; `false` for models that refuse"
                    + " it",
            usual = "true")
        boolean steady,
    @Doc(value = "what one round may cost, in what prices are in", absent = "no bound")
        Optional<Money> limitMoney,
    @Doc(value = "tokens that one round may use, input and output together", absent = "no bound")
        @Range(least = 1, most = 1_000_000_000)
        Optional<Integer> limitTokens) {}
