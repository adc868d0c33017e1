package dev.polder.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The written rules of a dialect: what it takes from a request, and what it can say of one.
///
/// Readers and writers go by these and by nothing else, and docs/reference/translation.md is made
/// of them.
public final class DialectRules {
  private final String dialect;
  private final Map<String, FieldRule> fields;
  private final Map<Feature, FeatureRule> features;

  private DialectRules(
      String dialect, Map<String, FieldRule> fields, Map<Feature, FeatureRule> features) {
    this.dialect = dialect;
    this.fields = Collections.unmodifiableMap(fields);
    this.features = Collections.unmodifiableMap(features);
  }

  /// Begins the rules of a dialect.
  public static Writing of(String dialect) {
    return new Writing(dialect);
  }

  /// The dialect that these are of.
  public String dialect() {
    return dialect;
  }

  /// Fields of requests for which a rule is written; all others are dropped and named.
  public List<FieldRule> fields() {
    return List.copyOf(fields.values());
  }

  /// What the dialect can say; one for every [Feature].
  public List<FeatureRule> features() {
    return List.copyOf(features.values());
  }

  /// How the dialect says `feature`, or why it does not.
  public FeatureRule rule(Feature feature) {
    FeatureRule rule = features.get(feature);
    if (rule == null) {
      throw new IllegalArgumentException("no rule of " + dialect + " for " + feature);
    }
    return rule;
  }

  /// What a client of this dialect calls `feature`.
  public String nameOf(Feature feature) {
    String field = rule(feature).field();
    if (field.isEmpty() && feature == Feature.FOREIGN_REASONING) {
      field = rule(Feature.OWN_REASONING).field();
    }
    return field.isEmpty() ? feature.name().toLowerCase(Locale.ROOT) : field;
  }

  /// Refuses a request that has a field which is refused; one that is null, false or empty is as
  /// good as none.
  public void check(JsonNode request) throws RefusedException {
    for (FieldRule rule : fields.values()) {
      JsonNode value = request.path(rule.field());
      if (rule.action() == Action.REFUSE
          && isSet(value)
          && !value.toString().equals(rule.harmless())) {
        throw new RefusedException(
            "'%s' cannot be served here: %s".formatted(rule.field(), rule.reason()), rule.field());
      }
    }
  }

  private static boolean isSet(JsonNode value) {
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isBoolean() && !value.asBoolean())
        && !(value.isContainerNode() && value.isEmpty());
  }

  /// What can be said of a conversation, and what is left out.
  ///
  /// @throws RefusedException when it has something that must not be left out
  public Fitted fit(Conversation conversation) throws RefusedException {
    Conversation fitting = conversation;
    List<Feature> dropped = new ArrayList<>();
    for (FeatureRule rule : features.values()) {
      boolean speakable = rule.action() == Action.KEEP || rule.action() == Action.TRANSLATE;
      if (speakable || !rule.feature().isIn(fitting, dialect)) {
        continue;
      }
      if (rule.action() == Action.REFUSE) {
        throw new RefusedException(
            "The request cannot be put into the dialect '%s': %s".formatted(dialect, rule.reason()),
            "");
      }
      fitting = rule.feature().removedFrom(fitting, dialect);
      dropped.add(rule.feature());
    }
    return new Fitted(fitting, dropped);
  }

  /// What is left of a conversation that a dialect cannot say whole.
  public record Fitted(Conversation conversation, List<Feature> dropped) {
    public Fitted {
      dropped = List.copyOf(dropped);
    }
  }

  /// Rules that are being written down.
  public static final class Writing {
    private final String dialect;
    private final Map<String, FieldRule> fields = new LinkedHashMap<>();
    private final Map<Feature, FeatureRule> features = new EnumMap<>(Feature.class);

    private Writing(String dialect) {
      this.dialect = dialect;
    }

    /// Fields that carry the conversation itself, or say how it is answered.
    public Writing takes(String... names) {
      for (String name : names) {
        fields.put(name, new FieldRule(name, Action.TRANSLATE, "", ""));
      }
      return this;
    }

    /// A field that does not outlive translation.
    public Writing drops(String name, String reason) {
      fields.put(name, new FieldRule(name, Action.DROP, reason, ""));
      return this;
    }

    /// A field whose requests are refused.
    public Writing refuses(String name, String reason) {
      return refusesUnless(name, "", reason);
    }

    /// A field whose requests are refused, unless it has the one value that asks for nothing.
    public Writing refusesUnless(String name, String harmless, String reason) {
      fields.put(name, new FieldRule(name, Action.REFUSE, reason, harmless));
      return this;
    }

    /// The dialect says the feature in this field, as it is.
    public Writing keeps(Feature feature, String field) {
      return rule(new FeatureRule(feature, field, Action.KEEP, ""));
    }

    /// The dialect says the feature in its own way.
    public Writing translates(Feature feature, String field, String how) {
      return rule(new FeatureRule(feature, field, Action.TRANSLATE, how));
    }

    /// The dialect leaves the feature out.
    public Writing lacks(Feature feature, String reason) {
      return forgets(feature, "", reason);
    }

    /// The dialect leaves the feature out, though servers of it say something of the kind in this
    /// field.
    public Writing forgets(Feature feature, String field, String reason) {
      return rule(new FeatureRule(feature, field, Action.DROP, reason));
    }

    /// The dialect does not take the feature, and leaving it out would change the answer.
    public Writing rejects(Feature feature, String reason) {
      return rule(new FeatureRule(feature, "", Action.REFUSE, reason));
    }

    private Writing rule(FeatureRule rule) {
      features.put(rule.feature(), rule);
      return this;
    }

    /// The rules.
    ///
    /// @throws IllegalStateException when a feature has none
    public DialectRules written() {
      for (Feature feature : Feature.values()) {
        if (!features.containsKey(feature)) {
          throw new IllegalStateException("no rule of " + dialect + " for " + feature);
        }
      }
      return new DialectRules(dialect, new LinkedHashMap<>(fields), new EnumMap<>(features));
    }
  }
}
