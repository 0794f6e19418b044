package io.chorale.app.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The web page in memory, at most {@value #LIMIT} bytes. Nothing is read from a disk while the server runs, so no path
 * of a request can leave the folder, not even through a link. Immutable.
 */
public final class StaticFiles {
    private static final long LIMIT = 64L * 1024 * 1024;
    private static final Map<String, String> CODINGS = Map.of(".gz", "gzip", ".br", "br");

    private final Map<String, StaticFile> files;

    private StaticFiles(Map<String, StaticFile> files) {
        this.files = Map.copyOf(files);
    }

    /** Files below a folder of the class path, in a jar or not; none when the folder is missing. */
    public static StaticFiles fromClassPath(String folder) {
        URL index = StaticFiles.class.getResource("/" + folder + "/index.html");
        if (index == null) {
            return new StaticFiles(Map.of());
        }
        try {
            URI uri = index.toURI();
            if (!"jar".equals(uri.getScheme())) {
                return fromDirectory(Path.of(uri).resolveSibling(""));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return fromDirectory(jar.getPath("/" + folder));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files below a directory, without hidden files and without links. */
    public static StaticFiles fromDirectory(Path root) {
        Map<String, Map<String, byte[]>> found = new HashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            long bytes = 0;
            for (Path path : (Iterable<Path>) paths.filter(StaticFiles::isPlain)::iterator) {
                byte[] content = Files.readAllBytes(path);
                bytes += content.length;
                if (bytes > LIMIT) {
                    throw new IllegalStateException(
                            root + " holds more than " + LIMIT + " bytes; it is kept in memory");
                }
                add(found, "/" + root.relativize(path).toString().replace('\\', '/'), content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the web page from " + root, e);
        }
        Map<String, StaticFile> files = new HashMap<>();
        found.forEach((path, forms) -> {
            byte[] content = forms.get(StaticFile.IDENTITY);
            if (content != null) {
                files.put(path, StaticFile.of(path, content, forms));
            }
        });
        return new StaticFiles(files);
    }

    Optional<StaticFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    private static void add(Map<String, Map<String, byte[]>> found, String path, byte[] content) {
        String suffix = path.substring(Math.max(0, path.length() - 3));
        String coding = CODINGS.getOrDefault(suffix, StaticFile.IDENTITY);
        String plain = coding.equals(StaticFile.IDENTITY) ? path : path.substring(0, path.length() - 3);
        found.computeIfAbsent(plain, _ -> new HashMap<>()).put(coding, content);
    }

    private static boolean isPlain(Path path) {
        Path name = path.getFileName();
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && name != null
                && !name.toString().startsWith(".");
    }
}
