package io.chorale.app.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the web page, whole, with its compressed forms. Immutable.
 *
 * @param forms by content coding; {@code identity} is always there
 * @param etag strong, without its quotes and without the coding
 */
record StaticFile(Map<String, byte[]> forms, String etag, String type, boolean immutable) {
    static final String IDENTITY = "identity";
    private static final int WORTH_COMPRESSING = 1024;
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("xml", "application/xml"));

    /**
     * @param path as in a URL
     * @param compressed forms that lie beside it; a text without a gzip form gets one
     */
    static StaticFile of(String path, byte[] content, Map<String, byte[]> compressed) {
        String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
        boolean text = type.startsWith("text/") || type.contains("json") || type.contains("xml");
        Map<String, byte[]> forms = new HashMap<>(compressed);
        forms.put(IDENTITY, content);
        if (text && content.length >= WORTH_COMPRESSING) {
            forms.computeIfAbsent("gzip", _ -> gzip(content));
        }
        return new StaticFile(Map.copyOf(forms), digest(content), type, path.startsWith("/assets/"));
    }

    Optional<byte[]> form(String coding) {
        return Optional.ofNullable(forms.get(coding));
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
