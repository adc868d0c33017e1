package dev.polder.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.polder.engine");

  @Test
  void packagesKnowEachOtherInOneDirection() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.polder.engine..")
        .layer("process")
        .definedBy("dev.polder.engine")
        .layer("serve")
        .definedBy("dev.polder.engine.serve..")
        .layer("decode")
        .definedBy("dev.polder.engine.decode..")
        .layer("chat")
        .definedBy("dev.polder.engine.chat..")
        .layer("model")
        .definedBy("dev.polder.engine.model..")
        .optionalLayer("supervise")
        .definedBy("dev.polder.engine.supervise..")
        .whereLayer("process")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("serve")
        .mayOnlyBeAccessedByLayers("process")
        .whereLayer("decode")
        .mayOnlyBeAccessedByLayers("process", "serve")
        .whereLayer("chat")
        .mayOnlyBeAccessedByLayers("serve", "decode")
        .whereLayer("model")
        .mayOnlyBeAccessedByLayers("process", "decode")
        .whereLayer("supervise")
        .mayNotBeAccessedByAnyLayer()
        .check(ENGINE);
  }

  @Test
  void onlyServeKnowsVertx() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.polder.engine.serve..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(ENGINE);
  }

  @Test
  void onlyDecodeKnowsNativeInference() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.polder.engine.decode..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnxruntime..", "ai.djl..", "dev.langchain4j..")
        .check(ENGINE);
  }
}
