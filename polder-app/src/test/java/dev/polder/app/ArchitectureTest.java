package dev.polder.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may know whom, as ARCHITECTURE.md draws it. A rule about classes that do not exist fails:
/// rules must not outlive what they speak of.
final class ArchitectureTest {
  private static final JavaClasses POLDER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.polder");

  @ParameterizedTest
  @CsvSource({
    "http, model",
    "http, engine",
    "http, gateway",
    "http, app",
    "model, engine",
    "model, gateway",
    "model, app",
    "engine, gateway",
    "engine, app",
    "gateway, engine",
    "gateway, evals",
    "evidence, evals",
    "model, evals",
    "evals, gateway",
    "evals, engine",
    "evals, app",
    "gateway, app",
    "gateway, store",
    "evidence, gateway",
    "evidence, store",
    "evals, store",
    "store, app",
  })
  void modulesKnowEachOtherInOneDirection(String module, String other) {
    noClasses()
        .that()
        .resideInAPackage("dev.polder." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.polder." + other + "..")
        .check(POLDER);
  }

  @Test
  void nothingThatShipsKnowsTheTestkit() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.polder.testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.polder.testkit..")
        .check(POLDER);
  }

  @Test
  void callsDoNotKnowTheServerThatTookThemIn() {
    noClasses()
        .that()
        .resideInAPackage("dev.polder.gateway..")
        .and()
        .resideOutsideOfPackage("dev.polder.gateway.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.polder.gateway.server..")
        .check(POLDER);
  }

  @ParameterizedTest
  @CsvSource({
    "guard, call",
    "guard, route",
    "guard, continuity",
    "guard, ledger",
    "route, call",
    "route, guard",
    "route, continuity",
    "route, ledger",
    "health, call",
    "health, guard",
    "health, route",
    "health, restriction",
    "health, continuity",
    "health, ledger",
    "restriction, call",
    "restriction, guard",
    "restriction, route",
    "restriction, health",
    "restriction, continuity",
    "restriction, ledger",
    "continuity, call",
    "continuity, guard",
    "continuity, ledger",
    "ledger, call",
    "ledger, guard",
    "ledger, route",
    "ledger, continuity",
    "restriction, call",
    "restriction, route",
    "restriction, guard",
    "restriction, continuity",
    "restriction, ledger",
    "restriction, impact",
    "traffic, call",
    "traffic, route",
    "traffic, restriction",
    "call, impact",
    "gate, call",
    "gate, route",
    "gate, continuity",
    "gate, health",
    "gate, restriction",
    "gate, ledger",
    "health, gate",
    "restriction, gate",
    "continuity, gate",
    "ledger, gate",
    "mirror, call",
    "mirror, ledger",
    "route, mirror",
    "continuity, mirror",
    "ledger, mirror",
  })
  void theRoomsOfACallDoNotKnowEachOther(String room, String other) {
    noClasses()
        .that()
        .resideInAPackage("dev.polder.gateway." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.polder.gateway." + other + "..")
        .check(POLDER);
  }

  /// What passes between the two rooms: route names one step after the other, failover takes it.
  /// How a step came about is none of its business.
  @Test
  void continuityKnowsOfRoutesNothingButTheirSteps() {
    noClasses()
        .that()
        .resideInAPackage("dev.polder.gateway.continuity..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.polder.gateway.route..")
                .and(
                    not(
                        nameMatching(
                            "dev.polder.gateway.route.(Route|Step(\\$.*)?|Candidate|Exclusion(\\$.*)?)"))))
        .check(POLDER);
  }

  @Test
  void onlyTheEdgesKnowVertx() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.polder.http..",
            "dev.polder.gateway.server..",
            "dev.polder.engine.serve..",
            "dev.polder.app.admin..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(POLDER);
  }

  @Test
  void telemetryListensAndNobodyKnowsIt() {
    noClasses()
        .that()
        .resideInAPackage("dev.polder.gateway..")
        .and()
        .resideOutsideOfPackage("dev.polder.gateway.telemetry..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.polder.gateway.telemetry..")
        .check(POLDER);
  }

  @Test
  void onlyTelemetryKnowsTheLibrariesThatTell() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.polder.gateway.telemetry..", "dev.polder.app.telemetry..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.opentelemetry..", "jdk.jfr..")
        .check(POLDER);
  }

  @Test
  void onlyTheStoreKnowsSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.polder.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.flywaydb..")
        .check(POLDER);
  }

  @Test
  void onlyDecodingKnowsTheLibrariesThatInfer() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.polder.engine.decode..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnxruntime..", "ai.djl..", "dev.langchain4j..")
        .check(POLDER);
  }

  @Test
  void onlyTheConfigurationAndSuitesKnowYaml() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.polder.app.config..", "dev.polder.evals.suite..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snakeyaml..")
        .check(POLDER);
  }

  /// Main is left out: it stands above the commands, which start what lies beside it.
  @Test
  void packagesFormNoCycles() {
    slices()
        .matching("dev.polder.(**)")
        .should()
        .beFreeOfCycles()
        .check(POLDER.that(not(name(Main.class.getName()))));
  }

  /// The rehearsal gives the whole command line once, when the AOT cache is made.
  @Test
  void nobodyKnowsMainButItsRehearsal() {
    noClasses()
        .that(not(name(Main.class.getName())).and(not(name(RehearsalRun.class.getName()))))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(Main.class.getName())
        .check(POLDER);
  }
}
