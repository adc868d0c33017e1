package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.value.LogForm;
import dev.polder.app.config.value.MetricsAccess;
import dev.polder.app.config.value.SecretReference;
import dev.polder.app.config.value.Share;
import dev.polder.app.config.value.WebAddress;
import java.util.Optional;

/// `telemetry`: what Polder tells of itself, and to whom.
public record TelemetrySection(
    @Doc(
            value =
                "address of an OpenTelemetry collector that takes OTLP over HTTP, such as"
                    + " `http://127.0.0.1:4318`; it gets traces and metrics",
            absent = "nothing is sent")
        Optional<WebAddress> otlp,
    @Doc(
            value =
                "what lets Polder in there: `${NAME}` of an environment variable, or `file:PATH`;"
                    + " sent as a bearer token",
            absent = "none is sent")
        Optional<SecretReference> token,
    @Doc(
            value =
                "share of the calls that are traced; of calls that belong to a client's trace, the"
                    + " client decides",
            usual = "100%")
        Share sample,
    @Doc(
            value =
                "Prometheus' `/metrics` at the admin port: `token` (as the admin API), `open`"
                    + " (whoever reaches the port), `off`",
            usual = "token",
            remedy = "Write token (as the admin API), open (whoever reaches the port) or off.")
        MetricsAccess metrics,
    @Doc(
            value = "`text`: a line for people; `json`: an object a line",
            usual = "text",
            remedy = "Write text (a line for people) or json (an object a line).")
        LogForm log) {}
