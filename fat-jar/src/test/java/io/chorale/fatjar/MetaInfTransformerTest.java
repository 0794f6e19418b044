package io.chorale.fatjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;

class MetaInfTransformerTest {
    private final MetaInfTransformer transformer = new MetaInfTransformer();

    @Test
    void keepsEveryProviderOnceInTheOrderOfTheClassPath() throws IOException {
        add("META-INF/services/a.Spi", "# header\nb.First # why\n\nb.Second");
        add("META-INF/services/a.Spi", "a.Third\r\nb.First\r\n");

        assertThat(jar()).containsEntry("META-INF/services/a.Spi", "b.First\nb.Second\na.Third\n");
    }

    @Test
    void keepsTheServiceRegistryOfEveryJar() throws IOException {
        add("META-INF/helidon/service-registry.json", "[{\"module\":\"one\"}]");
        add("META-INF/helidon/service-registry.json", "[{\"module\":\"two\"},{\"module\":\"one\"}]");
        add("META-INF/helidon/service.loader", "a.Spi");
        add("META-INF/helidon/service.loader", "b.Spi");

        assertThat(jar())
                .containsEntry("META-INF/helidon/service-registry.json", "[{\"module\":\"one\"},{\"module\":\"two\"}]")
                .containsEntry("META-INF/helidon/service.loader", "a.Spi\nb.Spi\n");
    }

    @Test
    void keepsEveryLicenceText() throws IOException {
        add("META-INF/LICENSE.txt", "Apache\n");
        add("META-INF/LICENSE.txt", "Apache");
        add("META-INF/LICENSE.txt", "MIT");

        assertThat(jar().get("META-INF/LICENSE.txt")).startsWith("Apache\n").endsWith("MIT\n");
    }

    @Test
    void leavesOtherResourcesToShade() {
        assertThat(transformer.canTransformResource("META-INF/MANIFEST.MF")).isFalse();
        assertThat(transformer.canTransformResource("web/index.html")).isFalse();
        assertThat(transformer.canTransformResource("io/netty/LICENSE.class")).isFalse();
    }

    @Test
    void refusesARegistryOfUnknownFormInsteadOfLosingIt() {
        assertThatThrownBy(() -> add("META-INF/helidon/new-registry.bin", "x"))
                .hasMessageContaining("No rule says how to merge META-INF/helidon/new-registry.bin");
    }

    @Test
    void stampsEntriesWithTheTimeGivenSoThatBuildsRepeat() throws IOException {
        add("META-INF/services/a.Spi", "b.First");
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes()))) {
            JarEntry entry = jar.getNextJarEntry();
            assertThat(entry.getTime()).isEqualTo(1_700_000_000_000L);
        }
    }

    private void add(String name, String content) throws IOException {
        assertThat(transformer.canTransformResource(name)).isTrue();
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        transformer.processResource(name, new ByteArrayInputStream(bytes), List.of(), 1_700_000_000_000L);
    }

    private byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(out)) {
            transformer.modifyOutputStream(jar);
        }
        return out.toByteArray();
    }

    private Map<String, String> jar() throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes()))) {
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                entries.put(entry.getName(), new String(jar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
