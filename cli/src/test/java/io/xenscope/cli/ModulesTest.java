package io.xenscope.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of {@code docs/architecture.md} on who may know whom. */
@AnalyzeClasses(
        packages = {
            "io.xenscope.dissect",
            "io.xenscope.capture",
            "io.xenscope.output",
            "io.xenscope.proxy",
            "io.xenscope.cli"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {

    @ArchTest
    static final ArchRule DISSECT_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("io.xenscope.dissect..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.xenscope.capture..",
                    "io.xenscope.output..",
                    "io.xenscope.proxy..",
                    "io.xenscope.cli..",
                    "io.netty..",
                    "org.pcap4j..");

    @ArchTest
    static final ArchRule DISSECT_DOES_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .resideInAPackage("io.xenscope.dissect..")
            .and()
            .resideOutsideOfPackage("io.xenscope.dissect.layout")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net.http..");

    @ArchTest
    static final ArchRule JSON_IN_DISSECT_ONLY_FOR_THE_CONFIGURATION_AND_THE_TABLES = noClasses()
            .that()
            .resideInAPackage("io.xenscope.dissect..")
            .and()
            .resideOutsideOfPackages("io.xenscope.dissect.xl", "io.xenscope.dissect.layout")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..");

    @ArchTest
    static final ArchRule CAPTURE_AND_OUTPUT_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("io.xenscope.capture..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.xenscope.output..", "io.xenscope.cli..", "tools.jackson..");

    @ArchTest
    static final ArchRule OUTPUT_KNOWS_ONLY_DISSECT = noClasses()
            .that()
            .resideInAPackage("io.xenscope.output..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.xenscope.capture..", "io.xenscope.proxy..", "io.xenscope.cli..");

    @ArchTest
    static final ArchRule PROXY_KNOWS_ONLY_DISSECT = noClasses()
            .that()
            .resideInAPackage("io.xenscope.proxy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.xenscope.capture..", "io.xenscope.output..", "io.xenscope.cli..");

    @ArchTest
    static final ArchRule ONLY_PROXY_SEES_NETTY = noClasses()
            .that()
            .resideOutsideOfPackage("io.xenscope.proxy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("io.xenscope.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_MUTABLE_STATIC_STATE =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule LEAF_CLASSES_ARE_FINAL = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            .and()
            .areNotAnonymousClasses()
            .should()
            .haveModifier(JavaModifier.FINAL);
}
