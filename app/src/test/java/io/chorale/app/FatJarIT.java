package io.chorale.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** One file must do what the class path does: the stock transformers of Shade lose Helidon's providers. */
class FatJarIT {
    private static final Path TARGET = Path.of("target");
    private static final String REGISTRY = "META-INF/helidon/service-registry.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void namesEveryProviderOfEveryDependency() throws IOException {
        int compared = 0;
        try (JarFile fat = fatJar()) {
            for (Path dependency : dependencies()) {
                try (JarFile jar = new JarFile(dependency.toFile())) {
                    for (String list : providerLists(jar)) {
                        assertThat(lines(fat, list))
                                .as("%s of %s", list, dependency.getFileName())
                                .containsAll(lines(jar, list));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    void holdsEveryEntryOfEveryServiceRegistry() throws IOException {
        int compared = 0;
        try (JarFile fat = fatJar()) {
            Set<JsonNode> merged = elements(fat);
            for (Path dependency : dependencies()) {
                try (JarFile jar = new JarFile(dependency.toFile())) {
                    Set<JsonNode> expected = elements(jar);
                    assertThat(merged).as("%s", dependency.getFileName()).containsAll(expected);
                    compared += expected.isEmpty() ? 0 : 1;
                }
            }
        }
        assertThat(compared).isGreaterThan(1);
    }

    @Test
    void holdsEveryClassOfEveryDependency() throws IOException {
        try (JarFile fat = fatJar()) {
            for (Path dependency : dependencies()) {
                try (JarFile jar = new JarFile(dependency.toFile())) {
                    List<String> missing = jar.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                            .filter(name -> fat.getEntry(name) == null)
                            .toList();
                    assertThat(missing).as("%s", dependency.getFileName()).isEmpty();
                }
            }
        }
    }

    @Test
    void startsAloneWithNativeAccessAndVersionedClasses() throws IOException {
        try (JarFile fat = fatJar()) {
            var manifest = fat.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Main-Class")).isEqualTo(Main.class.getName());
            assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
            assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
        }
    }

    private static JarFile fatJar() throws IOException {
        return new JarFile(TARGET.resolve("chorale.jar").toFile());
    }

    private static List<Path> dependencies() throws IOException {
        String classPath =
                Files.readString(TARGET.resolve("runtime-classpath.txt")).strip();
        List<Path> jars = Stream.of(classPath.split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
        assertThat(jars).hasSizeGreaterThan(30);
        return jars;
    }

    private static List<String> providerLists(JarFile jar) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith("META-INF/services/") || name.equals("META-INF/helidon/service.loader"))
                .toList();
    }

    private static List<String> lines(JarFile jar, String name) throws IOException {
        return text(jar, name)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static Set<JsonNode> elements(JarFile jar) throws IOException {
        Set<JsonNode> elements = new LinkedHashSet<>();
        String text = text(jar, REGISTRY);
        if (!text.isEmpty()) {
            JSON.readTree(text).forEach(elements::add);
        }
        return elements;
    }

    private static String text(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return "";
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
