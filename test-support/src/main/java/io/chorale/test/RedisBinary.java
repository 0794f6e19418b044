package io.chorale.test;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A Redis or Valkey server program: the one that comes from Maven Central, and those found on the PATH.
 *
 * @param name for test reports
 */
public record RedisBinary(String name, Path path) {

    /** The statically linked Redis 7.0 of {@code org.signal:embedded-redis}, unpacked once for each test run. */
    public static RedisBinary embedded() {
        return new RedisBinary("redis-7.0-embedded", Unpacked.PATH);
    }

    /** The embedded server and every {@code valkey-server} and {@code redis-server} on the PATH. */
    public static List<RedisBinary> all() {
        List<RedisBinary> found = new ArrayList<>(List.of(embedded()));
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String program : List.of("valkey-server", "redis-server")) {
                Path candidate = Path.of(directory, program);
                if (Files.isExecutable(candidate)) {
                    found.add(new RedisBinary(candidate.toString(), candidate));
                }
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return name;
    }

    private static final class Unpacked {
        static final Path PATH = unpack();

        private static Path unpack() {
            String resource = "/redis-server-7.0.15-" + system() + "-" + architecture();
            try (InputStream program = RedisBinary.class.getResourceAsStream(resource)) {
                if (program == null) {
                    throw new IllegalStateException("embedded-redis has no server for this machine: " + resource);
                }
                Path file = Files.createTempFile("chorale-redis-server-", "");
                Files.copy(program, file, StandardCopyOption.REPLACE_EXISTING);
                if (!file.toFile().setExecutable(true)) {
                    throw new IllegalStateException("cannot make " + file + " executable");
                }
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String system() {
            return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        }

        private static String architecture() {
            return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        }
    }
}
