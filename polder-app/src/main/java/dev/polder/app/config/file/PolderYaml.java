package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A whole `polder.yaml` as it is written, before anybody has asked whether its names refer to
/// something.
public record PolderYaml(
    @Doc("whose gateway it is") String organisation,
    @Doc("the port that clients call") ServerSection server,
    @Doc("the port for `polder restrict` and the like") AdminSection admin,
    @Doc(value = "file that outcome lines are appended to", usual = "outcomes.jsonl") Path outcomes,
    @Doc(value = "folder for what survives a restart", usual = "polder-state") Path state,
    @Doc(
            value = "file of what has been measured; made by the first evaluation",
            absent = "`polder.db` in the folder `state`")
        Optional<Path> store,
    @Doc("what Polder tells of itself, and to whom") TelemetrySection telemetry,
    @Doc("how requests leave the house") TransportSection transport,
    @Doc("when a deployment is left alone, and when it is used again") ContinuitySection continuity,
    @Doc(
            value = "who serves models, by name",
            item = "Provider",
            needed = "There are no 'providers'. Name at least one who serves models.")
        Map<String, ProviderEntry> providers,
    @Doc(
            value = "models at providers, by name",
            item = "Deployment",
            needed = "There are no 'deployments'. Name at least one model to be served.")
        Map<String, DeploymentEntry> deployments,
    @Doc(
            value = "one model at several deployments, by name: `own-70b: [gpu-1, gpu-2]`",
            absent = "none",
            item = "Pool")
        Map<String, List<String>> pools,
    @Doc(value = "where data may go, by name", absent = "none", item = "Data class")
        Map<String, DataClassEntry> dataClasses,
    @Doc(
            value = "what fallbacks are measured by, by name: `letters: suites/letters`",
            absent = "none",
            item = "Suite")
        Map<String, Path> suites,
    @Doc(
            value =
                "deployments whose answers are watched for a change of the model, by their names",
            absent = "none",
            item = "Canary")
        Map<String, CanaryEntry> canaries,
    @Doc(
            value = "kinds of work, by name",
            item = "Use case",
            needed = "There are no 'use-cases'. Name at least one kind of work.")
        Map<String, UseCaseEntry> useCases,
    @Doc(value = "clients that may call", absent = "nobody needs one", item = "A key")
        List<KeyEntry> keys,
    @Doc(value = "who is told when something happens", absent = "nobody", item = "An alert")
        List<AlertEntry> alerts,
    @Doc(
            value =
                "how long before a guarantee of access or a time of notice ends warnings begin,"
                    + " in days",
            usual = "90d")
        Period alertNotice) {}
