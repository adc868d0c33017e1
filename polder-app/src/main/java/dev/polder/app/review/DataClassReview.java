package dev.polder.app.review;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DataClassSettings;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.config.value.Country;
import dev.polder.model.Jurisdiction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds candidates that data may never reach, and countries that nobody knows.
record DataClassReview(Configuration configuration, Candidates candidates) {
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    Map<String, DataClassSettings> classes = new LinkedHashMap<>();
    configuration.dataClasses().forEach(known -> classes.put(known.name(), known));
    for (UseCaseSettings useCase : configuration.useCases()) {
      useCase
          .dataClass()
          .ifPresent(name -> {
            DataClassSettings dataClass = classes.get(name);
            if (dataClass != null) {
              forbidden(useCase, dataClass, warnings);
            }
          });
    }
    configuration.deployments().forEach(deployment -> unknown(deployment, warnings));
    return warnings;
  }

  private void forbidden(
      UseCaseSettings useCase, DataClassSettings dataClass, List<String> warnings) {
    List<String> forbidden =
        useCase.candidates().stream()
            .filter(name ->
                candidates.deployments(name).stream()
                    .noneMatch(
                        deployment -> dataClass.asDataClass().allows(deployment.jurisdiction())))
            .toList();
    if (forbidden.size() == useCase.candidates().size()) {
      warnings.add(
          "Use case '%s' can never be answered: its data class '%s' allows none of its candidates."
              .formatted(useCase.name(), dataClass.name()));
      return;
    }
    for (String candidate : forbidden) {
      Jurisdiction first = candidates.deployments(candidate).getFirst().jurisdiction();
      warnings.add(
          "Use case '%s' never uses its candidate '%s' (location %s, control %s): its data class '%s'"
                  .formatted(
                      useCase.name(),
                      candidate,
                      first.location(),
                      first.control(),
                      dataClass.name())
              + " does not allow it. Remove the candidate, or choose another data class.");
    }
  }

  private static void unknown(DeploymentSettings deployment, List<String> warnings) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("location", deployment.jurisdiction().location());
    facts.put("control", deployment.jurisdiction().control());
    facts.put("maker", deployment.jurisdiction().maker());
    String unknown =
        facts.entrySet().stream()
            .filter(fact -> fact.getValue().equals(Country.UNKNOWN.code()))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(" and "));
    if (!unknown.isEmpty()) {
      warnings.add(
          "Deployment '%s' has ZZ as its %s: nobody knows who can see its data or take it away. Find"
                  .formatted(deployment.name(), unknown)
              + " out, and write the country.");
    }
  }
}
