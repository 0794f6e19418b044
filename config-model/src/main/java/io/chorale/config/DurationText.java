package io.chorale.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 25}, {@code 1.5s}, {@code 1h30m}, {@code 4w}, {@code PT10S}. Longer than a
 * hundred years is none: it would not fit into the nanoseconds that timers count in.
 */
final class DurationText {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d|w)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(?:\\.\\d{1,9})?");
    private static final int LONGEST = 64;
    private static final Duration MOST = Duration.ofDays(36_525);

    private DurationText() {}

    /** @param unit of a bare number; zero when it needs one */
    static Optional<Duration> parse(String text, Duration unit) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.isEmpty() || plain.length() > LONGEST) {
            return Optional.empty();
        }
        if (NUMBER.matcher(plain).matches()) {
            return unit.isZero() ? Optional.empty() : times(plain, unit);
        }
        return (plain.startsWith("p") ? iso(plain) : chain(plain)).filter(DurationText::isBounded);
    }

    private static boolean isBounded(Duration duration) {
        return duration.abs().compareTo(MOST) <= 0;
    }

    private static Optional<Duration> times(String number, Duration unit) {
        BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(unit.toNanos()));
        return nanos.abs().compareTo(BigDecimal.valueOf(MOST.toNanos())) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    private static Optional<Duration> iso(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> chain(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            Optional<Duration> length = times(part.group(1), unit(part.group(2)));
            if (length.isEmpty()) {
                return length;
            }
            sum = sum.plus(length.get());
            end = part.end();
        }
        return end == text.length() ? Optional.of(sum) : Optional.empty();
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
