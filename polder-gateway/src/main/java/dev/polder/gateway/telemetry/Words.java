package dev.polder.gateway.telemetry;

import dev.polder.gateway.call.Call;
import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// The conventions' and our words for what happens to calls.
final class Words {
  private static final Map<Operation, String> OPERATIONS = operations();

  /// Where the conventions' word is not the preset's own.
  private static final Map<Preset, String> PROVIDERS =
      Map.of(
          Preset.AZURE_OPENAI, "azure.ai.openai",
          Preset.MISTRAL, "mistral_ai",
          Preset.GEMINI, "gcp.gemini",
          Preset.BEDROCK, "aws.bedrock");

  private Words() {}

  private static Map<Operation, String> operations() {
    Map<Operation, String> words = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      words.put(operation, operation.name().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  static String operation(Call call) {
    Operation operation = call.request().operation();
    return OPERATIONS.getOrDefault(operation, operation.name());
  }

  static String provider(Deployment deployment) {
    Preset preset = deployment.provider().preset();
    String word = PROVIDERS.get(preset);
    return word == null ? preset.label() : word;
  }

  static boolean failed(Attempt attempt) {
    return attempt.result() != Attempt.Result.ANSWERED;
  }

  /// Whether the client got a whole answer.
  static boolean served(Receipt receipt) {
    return receipt.outcome().startsWith("served");
  }
}
