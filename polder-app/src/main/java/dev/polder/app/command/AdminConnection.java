package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.app.admin.AdminClient;
import dev.polder.app.admin.AdminTrust;
import dev.polder.app.admin.StateFolder;
import dev.polder.app.config.Whereabouts;
import dev.polder.http.server.ServerTls;
import dev.polder.model.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options with which a command finds a running gateway, and the way there.
final class AdminConnection {
  /// The gateway refused what was asked: a faulty selector, an unknown name, a wrong token.
  static final int REFUSED = 1;

  /// No gateway answers.
  static final int UNANSWERED = 3;

  private static final int WRONG_TOKEN = 401;
  private static final String TOKEN_VARIABLE = "POLDER_ADMIN_TOKEN";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "the gateway's configuration, which says where its admin API's address and token are"
              + " kept; default: ${DEFAULT-VALUE}",
      defaultValue = "polder.yaml")
  private Path file = Path.of("polder.yaml");

  @Option(
      names = "--admin",
      paramLabel = "URL",
      description =
          "a gateway's admin API, such as http://127.0.0.1:8485; its token is read from"
              + " POLDER_ADMIN_TOKEN, or else from the folder of -c")
  private @Nullable URI admin;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "for an https address: a PEM file of authorities to believe besides the usual ones; the"
              + " certificate under 'admin.tls' of -c is believed without")
  private @Nullable Path ca;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "the certificate to show to a gateway that asks for one, in PEM form")
  private @Nullable Path certificate;

  @Option(
      names = "--cert-key",
      paramLabel = "FILE",
      description = "the key of --cert; default: it stands in the same file")
  private @Nullable Path key;

  @Option(names = "--json", description = "print the admin API's answer as it is")
  private boolean json;

  /// What is asked of the gateway.
  ///
  /// @param path its segments behind `/admin/v1/`
  /// @param body empty: none
  record Question(String method, List<String> path, Map<String, String> query, String body) {}

  /// Asks, and has `show` print a good answer and say the exit code. All else is told here.
  int ask(
      @Nullable CommandSpec spec,
      Question question,
      BiFunction<JsonNode, PrintWriter, Integer> show)
      throws InterruptedException {
    PrintWriter out = Output.out(spec);
    return put(
        spec,
        question,
        answer -> {
          if (!json) {
            return show.apply(answer, out);
          }
          out.println(answer.toPrettyString());
          return show.apply(answer, new PrintWriter(PrintWriter.nullWriter()));
        });
  }

  /// Asks on the way to something else: a good answer is only told to `taker`. 0 where it was good.
  int tell(@Nullable CommandSpec spec, Question question, Consumer<JsonNode> taker)
      throws InterruptedException {
    return put(
        spec,
        question,
        answer -> {
          taker.accept(answer);
          return 0;
        });
  }

  private int put(@Nullable CommandSpec spec, Question question, Function<JsonNode, Integer> use)
      throws InterruptedException {
    PrintWriter err = Output.err(spec);
    Optional<URI> address;
    Optional<Secret> token;
    AdminTrust trust;
    try {
      address = address();
      token = token();
      trust = trust();
    } catch (IOException unreadable) {
      err.println(unreadable.getMessage());
      return REFUSED;
    }
    if (address.isEmpty()) {
      err.printf("No gateway has been started with %s yet.%n", file);
      tellHowToReach(err);
      return UNANSWERED;
    }
    if (!List.of("http", "https").contains(String.valueOf(address.get().getScheme()))) {
      err.printf(
          "'%s' is no address of an admin API. Write one such as http://127.0.0.1:8485.%n",
          address.get());
      return REFUSED;
    }
    if (token.isEmpty()) {
      err.printf(
          "There is no token for the admin API at %s. Put it into %s.%n",
          address.get(), TOKEN_VARIABLE);
      return REFUSED;
    }
    return put(
        spec, new AdminClient(address.get(), token.get(), trust), address.get(), question, use);
  }

  private int put(
      @Nullable CommandSpec spec,
      AdminClient client,
      URI address,
      Question question,
      Function<JsonNode, Integer> use)
      throws InterruptedException {
    PrintWriter out = Output.out(spec);
    PrintWriter err = Output.err(spec);
    AdminClient.Reply reply;
    try {
      reply =
          client.send(
              question.method(),
              question.path().toArray(String[]::new),
              question.query(),
              question.body());
    } catch (SSLException unbelieved) {
      Text.wrapped(
              "The gateway at %s and this command do not agree on TLS (%s). Name its authority with --ca, or, where it asks for certificates, your own with --cert."
                  .formatted(address, Text.cause(unbelieved)),
              "")
          .forEach(err::println);
      return UNANSWERED;
    } catch (IOException unanswered) {
      err.printf("No gateway answers at %s (%s).%n", address, Text.cause(unanswered));
      tellHowToReach(err);
      return UNANSWERED;
    }
    if (!reply.good()) {
      if (json) {
        out.println(reply.body().toPrettyString());
      } else {
        Text.wrapped(reply.status() == WRONG_TOKEN ? wrongToken(address) : reply.error(), "")
            .forEach(err::println);
      }
      return REFUSED;
    }
    return use.apply(reply.body());
  }

  private void tellHowToReach(PrintWriter err) {
    err.printf("Start one with 'polder serve -c %s'.%n", file);
    err.printf("One that runs elsewhere: '--admin URL', its token in %s.%n", TOKEN_VARIABLE);
  }

  private static String wrongToken(URI address) {
    return ("The gateway at %s has another token. Put the right one into %s: it is the one under"
            + " 'admin.token' of its configuration, or else in 'admin-token' of its state folder.")
        .formatted(address, TOKEN_VARIABLE);
  }

  /// @throws IOException when a file that is named cannot be used
  private AdminTrust trust() throws IOException {
    if (ca != null) {
      ServerTls.certificates(ca);
    }
    Optional<Path> gateway = Whereabouts.of(file).certificate().filter(Files::isReadable);
    Optional<ServerTls> own =
        certificate == null
            ? Optional.empty()
            : Optional.of(ServerTls.read(certificate, key == null ? certificate : key));
    return new AdminTrust(Optional.ofNullable(ca), gateway, own);
  }

  private StateFolder state() {
    return new StateFolder(Whereabouts.of(file).state());
  }

  private Optional<URI> address() throws IOException {
    return admin != null ? Optional.of(admin) : state().announced();
  }

  private Optional<Secret> token() throws IOException {
    Optional<String> given =
        Optional.ofNullable(System.getenv(TOKEN_VARIABLE)).filter(token -> !token.isBlank());
    Optional<Secret> told =
        given.map(Secret::new).or(() -> Whereabouts.of(file).token(System.getenv()));
    return told.isPresent() ? told : state().keptToken();
  }
}
