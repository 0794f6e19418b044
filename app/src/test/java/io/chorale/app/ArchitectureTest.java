package io.chorale.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** The walls of the house: which room may know which. ARCHITECTURE.md says why. */
@AnalyzeClasses(packages = "io.chorale", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CONFIG = "io.chorale.config..";
    private static final String REDIS_CLIENT = "io.chorale.redis..";
    private static final String SESSION = "io.chorale.session";
    private static final String SESSION_REDIS = "io.chorale.session.redis..";
    private static final String WEBSOCKET_REDIS = "io.chorale.websocket.redis..";
    private static final String ENGINE = "io.chorale.websocket.engineio..";
    private static final String RELAY_SPI = "io.chorale.websocket.relay..";
    private static final String SOCKETIO = "io.chorale.websocket.socketio..";
    private static final String CLUSTER_SPI = "io.chorale.websocket.cluster..";
    private static final String APP = "io.chorale.app..";

    @ArchTest
    static final ArchRule configurationKnowsNobody =
            noClasses().that().resideInAPackage(CONFIG).should().dependOnClassesThat(ours().and(outside(CONFIG)));

    @ArchTest
    static final ArchRule redisClientKnowsOnlyConfiguration = noClasses()
            .that()
            .resideInAPackage(REDIS_CLIENT)
            .should()
            .dependOnClassesThat(ours().and(outside(REDIS_CLIENT)).and(outside(CONFIG)));

    @ArchTest
    static final ArchRule sessionsKnowOnlyConfiguration = noClasses()
            .that()
            .resideInAPackage(SESSION)
            .should()
            .dependOnClassesThat(ours().and(outside(SESSION)).and(outside(CONFIG)));

    @ArchTest
    static final ArchRule engineKnowsNoLayerAbove = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat(
                    ours().and(outside(ENGINE)).and(outside(RELAY_SPI)).and(outside(CONFIG)));

    @ArchTest
    static final ArchRule relaySpiKnowsNobody =
            noClasses().that().resideInAPackage(RELAY_SPI).should().dependOnClassesThat(ours().and(outside(RELAY_SPI)));

    @ArchTest
    static final ArchRule socketIoKnowsNoBackend = noClasses()
            .that()
            .resideInAnyPackage(SOCKETIO, CLUSTER_SPI)
            .should()
            .dependOnClassesThat(ours().and(outside(SOCKETIO))
                    .and(outside(CLUSTER_SPI))
                    .and(outside(ENGINE))
                    .and(outside(RELAY_SPI))
                    .and(outside(CONFIG)));

    /** What the reader of the log calls may not be able to reach a socket: it only knows the SPI. */
    @ArchTest
    static final ArchRule clusterOnRedisNeverTouchesASocket = noClasses()
            .that()
            .resideInAPackage(WEBSOCKET_REDIS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, SOCKETIO, APP, SESSION, SESSION_REDIS, "io.helidon.webserver..");

    @ArchTest
    static final ArchRule sessionsOnRedisKnowNoWebsockets = noClasses()
            .that()
            .resideInAPackage(SESSION_REDIS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.chorale.websocket..", APP);

    @ArchTest
    static final ArchRule onlyBackendsKnowRedisson = noClasses()
            .that(outside(REDIS_CLIENT).and(outside(SESSION_REDIS)).and(outside(WEBSOCKET_REDIS)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.redisson..");

    @ArchTest
    static final ArchRule noCyclesBetweenPackages =
            slices().matching("io.chorale.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noStandardStreamsOutsideTheCommandLine = noClasses()
            .that(outside("io.chorale.app.command..")
                    .and(outside("io.chorale.app"))
                    .and(outside("io.chorale.fatjar..")))
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule noJavaUtilLogging = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule noVagueNames = classes()
            .should()
            .haveNameNotMatching(".*(Util|Utils|Helper|Impl)$")
            .because("a name says the job");

    private static DescribedPredicate<JavaClass> ours() {
        return JavaClass.Predicates.resideInAPackage("io.chorale..");
    }

    private static DescribedPredicate<JavaClass> outside(String packages) {
        return JavaClass.Predicates.resideOutsideOfPackage(packages);
    }
}
