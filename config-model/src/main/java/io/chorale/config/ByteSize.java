package io.chorale.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes; written {@code 500}, {@code 64KB} (64,000), {@code 1MiB} (1,048,576). */
public record ByteSize(long bytes) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,9})\\s*(b|kb|kib|mb|mib|gb|gib)?", Pattern.CASE_INSENSITIVE);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    static Optional<ByteSize> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = switch (matcher.group(2) == null ? "" : matcher.group(2).toUpperCase(Locale.ROOT)) {
            case "KB" -> 1_000;
            case "KIB" -> 1_024;
            case "MB" -> 1_000_000;
            case "MIB" -> 1_048_576;
            case "GB" -> 1_000_000_000;
            case "GIB" -> 1_073_741_824;
            default -> 1;
        };
        return Optional.of(new ByteSize(Long.parseLong(matcher.group(1)) * unit));
    }

    /** For array sizes. */
    public int asInt() {
        return Math.toIntExact(bytes);
    }

    @Override
    public String toString() {
        if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        if (bytes >= 1 << 10 && bytes % (1 << 10) == 0) {
            return (bytes >> 10) + "KiB";
        }
        return Long.toString(bytes);
    }
}
