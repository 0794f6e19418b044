package io.chorale.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./chorale} in a copy of a checkout, with JDKs and a Maven that only say that they were called. */
class LauncherIT {
    private static final Path SCRIPT = Path.of("..", "chorale").toAbsolutePath().normalize();

    private static final List<String> TOOLS = List.of(
            "awk",
            "cat",
            "dirname",
            "find",
            "head",
            "id",
            "mkdir",
            "mktemp",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sort",
            "touch");

    @TempDir
    Path home;

    private Path checkout;
    private Path machine;

    LauncherIT() {
        checkout = Path.of("");
        machine = Path.of("");
    }

    @BeforeEach
    void makeACheckoutAndAMachine() throws IOException {
        checkout = Files.createDirectories(home.resolve("a checkout"));
        machine = Files.createDirectories(home.resolve("bin"));
        Files.copy(SCRIPT, checkout.resolve("chorale"));
        checkout.resolve("chorale").toFile().setExecutable(true);
        Files.createDirectories(checkout.resolve("app/src/main"));
        for (String tool : TOOLS) { // and nothing else: this machine's own JDKs must not be found
            Path file = Files.exists(Path.of("/bin", tool)) ? Path.of("/bin", tool) : Path.of("/usr/bin", tool);
            Files.createSymbolicLink(machine.resolve(tool), file);
        }
        script(
                machine.resolve("mvn"),
                "echo mvn \"$@\" >> \"$HOME/calls\"; mkdir -p app/target; touch app/target/chorale.jar");
    }

    @Test
    void findsAJdkAmongThoseOfTheMachineAndSkipsOldOnes() throws IOException, InterruptedException {
        jdk("jvm/jdk-17", "17.0.9");
        Path good = jdk("jvm/jdk-26", "26");
        assertThat(run("serve", "--port", "1"))
                .startsWith("0 ")
                .contains(good + "/bin/java", "serve --port 1", "-XX:+UseCompactObjectHeaders");
    }

    @Test
    void prefersJavaHomeAndTakesTheOneOfSdkman() throws IOException, InterruptedException {
        Path sdkman = jdk(".sdkman/candidates/java/25.0.1-tem", "25.0.1");
        assertThat(run("version")).contains(sdkman + "/bin/java");
        Path own = jdk("own", "25");
        assertThat(run(Map.of("JAVA_HOME", own.toString()), "version")).contains(own + "/bin/java");
    }

    @Test
    void saysWhereToGetAJdkWhenThereIsNone() throws IOException, InterruptedException {
        Path old = jdk("old", "21.0.2");
        assertThat(run(Map.of("JAVA_HOME", old.toString()), "serve"))
                .startsWith("1 ")
                .contains("needs a JDK 25 or newer", old.toString(), "https://adoptium.net", "set JAVA_HOME");
    }

    @Test
    void buildsOnlyWhenTheJarIsMissingOrOlderThanTheSources() throws IOException, InterruptedException {
        jdk("jvm/jdk-25", "25");
        run("version");
        run("version");
        assertThat(builds()).isEqualTo(1);

        Path source = Files.createFile(checkout.resolve("app/src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        run("version");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void keepsTheCallersDirectory() throws IOException, InterruptedException {
        jdk("jvm/jdk-25", "25");
        assertThat(run("version")).contains("in " + home.toRealPath());
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws IOException, InterruptedException {
        jdk("jvm/jdk-25", "25");
        assertThat(run("serve", "--set", "server.name=a b*")).contains("[server.name=a b*]");
    }

    @Test
    void addsUpWhatRanAndFailsWhereATestWasSkippedInCi() throws IOException, InterruptedException {
        jdk("jvm/jdk-25", "25");
        script(machine.resolve("chromium"), "true");
        script(machine.resolve("mvn"), """
                echo mvn "$@" >> "$HOME/calls"
                mkdir -p app/target/surefire-reports
                cat > app/target/surefire-reports/TEST-a.xml <<'X'
                <testsuite xmlns:xsi="x" name="a.ATest" time="0.1" tests="3" errors="0" skipped="1" failures="0">
                  <testcase name="one" classname="a.ATest" time="0.1"/>
                  <testcase name="two" classname="a.ATest"><skipped message="no browser"/></testcase>
                </testsuite>
                X
                """);
        assertThat(run("test", "cluster"))
                .startsWith("0 ")
                .contains("skipped a.ATest.two: no browser")
                .endsWith("2 passed, 0 failed, 1 skipped\n");
        assertThat(Files.readString(home.resolve("calls"))).contains("-Dincluded.tags=cluster -Dexcluded.tags=");
        assertThat(run(Map.of("CI", "true"), "test")).startsWith("1 ").contains("counts as a failure in CI");
    }

    private Path jdk(String place, String version) throws IOException {
        Path jdk = Files.createDirectories(home.resolve(place));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/javac"), "true");
        script(jdk.resolve("bin/java"), "echo \"$0\" \"$@\"; printf '[%s]' \"$@\"; echo \" in $(pwd -P)\"");
        return jdk;
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private long builds() throws IOException {
        return Files.readAllLines(home.resolve("calls")).stream()
                .filter(call -> call.contains("package"))
                .count();
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    /** Exit code, a space, and all that was printed. */
    private String run(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
        File output = Files.createTempFile(home, "output", ".txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(checkout.resolve("chorale").toString())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "HOME", home.toString(),
                        "PATH", machine.toString(),
                        "CHORALE_JVM_DIR", home.resolve("jvm").toString()));
        builder.environment().putAll(variables);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + Files.readString(output.toPath());
    }
}
