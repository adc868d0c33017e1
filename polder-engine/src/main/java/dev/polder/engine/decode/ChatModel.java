package dev.polder.engine.decode;

import dev.polder.engine.chat.ChatMessage;
import dev.polder.engine.chat.ChatTemplate;
import dev.polder.engine.chat.Prompt;
import dev.polder.engine.chat.TemplateFault;
import dev.polder.engine.model.GenerationDefaults;
import dev.polder.engine.model.ModelFault;
import dev.polder.engine.model.ModelFolder;
import dev.polder.engine.model.TokenizerFiles;
import java.nio.FloatBuffer;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A loaded model that answers conversations.
///
/// Safe for use by several threads, each answering one question at a time; close it after the last.
public final class ChatModel implements AutoCloseable {
  private final Tokenizer tokenizer;
  private final Decoder decoder;
  private final ChatTemplate template;
  private final GenerationDefaults defaults;
  private final int contextLength;
  private final InstantSource clock;
  private final RandomGenerator random;

  private ChatModel(
      Tokenizer tokenizer,
      Decoder decoder,
      ChatTemplate template,
      ModelFolder folder,
      InstantSource clock,
      RandomGenerator random) {
    this.tokenizer = tokenizer;
    this.decoder = decoder;
    this.template = template;
    this.defaults = folder.generation();
    this.contextLength = folder.config().contextLength();
    this.clock = clock;
    this.random = random;
  }

  /// Loads the folder's template, tokenizer and graph, in this order.
  ///
  /// @param threads the threads of one decoding step
  /// @param clock tells the date to templates that write it
  /// @param random gives seeds to questions without one; safe for use by several threads
  /// @throws ModelFault when one of them cannot be served
  public static ChatModel load(
      ModelFolder folder, int threads, InstantSource clock, RandomGenerator random) {
    ChatTemplate template = template(folder.tokenizer());
    Tokenizer tokenizer =
        Tokenizer.load(folder.tokenizer().vocabulary(), markers(template, folder.tokenizer()));
    Decoder decoder = Decoder.open(folder, threads);
    demandOneVocabulary(folder, tokenizer, decoder);
    return new ChatModel(tokenizer, decoder, template, folder, clock, random);
  }

  private static ChatTemplate template(TokenizerFiles files) {
    try {
      return ChatTemplate.recognise(files.chatTemplate(), files.beginToken(), files.endToken());
    } catch (TemplateFault e) {
      throw new ModelFault(
          ModelFault.Kind.UNFIT,
          files.templateFile(),
          String.valueOf(e.getMessage()),
          "Use a model of one of these families.",
          e);
    }
  }

  /// All that the template writes around a conversation, to keep it out of people's reach.
  private static Set<String> markers(ChatTemplate template, TokenizerFiles files) {
    Prompt prompt =
        template.render(
            List.of(
                new ChatMessage(ChatMessage.Role.USER, ""),
                new ChatMessage(ChatMessage.Role.ASSISTANT, ""),
                new ChatMessage(ChatMessage.Role.USER, "")),
            LocalDate.EPOCH);
    return Stream.concat(
            prompt.pieces().stream()
                .filter(Prompt.Marker.class::isInstance)
                .map(Prompt.Piece::value),
            Stream.of(files.beginToken(), files.endToken()))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The graph may have more logits than there are tokens, as vocabularies are padded; a wide gap
  /// or a token without a logit shows that the two come from different models.
  private static void demandOneVocabulary(
      ModelFolder folder, Tokenizer tokenizer, Decoder decoder) {
    int tokens = tokenizer.size();
    int logits = decoder.vocabulary();
    if (tokens > logits || tokens < logits / 8 * 7) {
      tokenizer.close();
      decoder.close();
      throw new ModelFault(
          ModelFault.Kind.UNFIT,
          folder.tokenizer().vocabulary(),
          "knows %d tokens, and %s gives %d logits."
              .formatted(tokens, folder.path().relativize(folder.graph()), logits),
          "Copy both from the same model.");
    }
  }

  /// The family of the model's chat template, for example `ChatML`.
  public String family() {
    return template.family();
  }

  /// Answers a question; returns when the answer has ended or the listener wants no more.
  ///
  /// @throws ContextExceeded when the prompt leaves no room for an answer
  /// @throws dev.polder.engine.chat.ConversationFault when the template does not allow the messages
  public Answer answer(Question question, AnswerListener listener) {
    int[] prompt = promptTokens(question.messages());
    int room = contextLength - prompt.length;
    if (room < 1) {
      throw new ContextExceeded(prompt.length, contextLength);
    }
    int most = Math.min(room, question.maxTokens().orElse(defaults.maxNewTokens().orElse(room)));
    listener.started(prompt.length);
    AnswerText text = new AnswerText(tokenizer, question.stops(), listener);
    List<Integer> tokens = new ArrayList<>();
    Answer.Finish finish = generate(prompt, most, sampler(question), text, tokens, listener);
    return new Answer(prompt.length, tokens, finish);
  }

  private Answer.Finish generate(
      int[] prompt,
      int most,
      Sampler sampler,
      AnswerText text,
      List<Integer> tokens,
      AnswerListener listener) {
    for (int token : prompt) {
      sampler.saw(token);
    }
    try (Sequence sequence = decoder.begin()) {
      FloatBuffer logits = sequence.feed(prompt, listener::cancelled);
      while (!listener.cancelled()) {
        int token = sampler.next(logits);
        tokens.add(token);
        if (defaults.endTokens().contains(token)) {
          text.end();
          return Answer.Finish.STOP;
        }
        text.add(token);
        if (!text.stopped() && tokens.size() == most) {
          text.end();
          return text.stopped() ? Answer.Finish.STOP : Answer.Finish.LENGTH;
        }
        if (text.stopped()) {
          return Answer.Finish.STOP;
        }
        sampler.saw(token);
        logits = sequence.feed(token);
      }
      return Answer.Finish.CANCELLED;
    }
  }

  /// The tokens of the prompt that a conversation makes.
  int[] promptTokens(List<ChatMessage> messages) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return tokenizer.encode(template.render(messages, today));
  }

  private Sampler sampler(Question question) {
    double unstated = defaults.samples() ? defaults.temperature() : 0;
    return new Sampler(
        new Sampling(
            question.temperature().orElse(unstated),
            question.topK().orElse(defaults.topK()),
            question.topP().orElse(defaults.topP()),
            defaults.repetitionPenalty()),
        Sampler.seeded(question.seed().orElseGet(random::nextLong)));
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
