package io.chorale.fatjar;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import org.apache.maven.plugins.shade.relocation.Relocator;
import org.apache.maven.plugins.shade.resource.ReproducibleResourceTransformer;

/**
 * Merges provider lists ({@code META-INF/services/*}), Helidon's registries ({@code META-INF/helidon/*}) and licence texts.
 * Relocated classes are not supported. For one thread, as Shade uses it.
 */
public final class MetaInfTransformer implements ReproducibleResourceTransformer {
    private static final Pattern LICENCE =
            Pattern.compile("(META-INF/)?(LICENSE|LICENCE|NOTICE|COPYING|DEPENDENCIES|COPYRIGHT)([.-][A-Za-z.]+)?");
    /** Describes the one jar that it is in; Helidon only prints it. A merged one would describe nothing. */
    private static final String FEATURE_OF_ONE_JAR = "META-INF/helidon/feature-metadata.properties";

    /** Keys start with the jar's name, so the lines of all jars stand beside each other. */
    private static final String NETTY_VERSIONS = "META-INF/io.netty.versions.properties";

    private final Map<String, Merge> merges = new TreeMap<>();
    private long newest;

    @Override
    public boolean canTransformResource(String resource) {
        return resource.startsWith("META-INF/services/")
                || resource.startsWith("META-INF/helidon/")
                || resource.equals(NETTY_VERSIONS)
                || LICENCE.matcher(resource).matches();
    }

    @Override
    public void processResource(String resource, InputStream content, List<Relocator> relocators, long time)
            throws IOException {
        newest = Math.max(newest, time);
        if (resource.endsWith("/") || resource.equals(FEATURE_OF_ONE_JAR)) {
            return;
        }
        try {
            merges.computeIfAbsent(resource, MetaInfTransformer::mergeFor).add(content.readAllBytes());
        } catch (IOException e) {
            throw new IOException("Cannot merge " + resource + ": " + e.getMessage(), e);
        }
    }

    @Override
    @Deprecated
    public void processResource(String resource, InputStream content, List<Relocator> relocators) throws IOException {
        processResource(resource, content, relocators, 0);
    }

    @Override
    public boolean hasTransformedResource() {
        return !merges.isEmpty();
    }

    @Override
    public void modifyOutputStream(JarOutputStream jar) throws IOException {
        for (Map.Entry<String, Merge> merge : merges.entrySet()) {
            JarEntry entry = new JarEntry(merge.getKey());
            entry.setTime(newest);
            jar.putNextEntry(entry);
            jar.write(merge.getValue().merged());
            jar.closeEntry();
        }
        merges.clear();
    }

    /** By kind of file; a kind that is not known must not be lost in silence. */
    private static Merge mergeFor(String resource) {
        if (LICENCE.matcher(resource).matches()) {
            return new Merge.Texts();
        } else if (resource.endsWith(".json")) {
            return new Merge.JsonArrays();
        } else if (resource.startsWith("META-INF/services/")
                || resource.endsWith("/service.loader")
                || resource.equals(NETTY_VERSIONS)) {
            return new Merge.Lines();
        }
        throw new IllegalStateException("No rule says how to merge " + resource
                + ". Add one to MetaInfTransformer: the first jar's file alone would hide the others.");
    }
}
