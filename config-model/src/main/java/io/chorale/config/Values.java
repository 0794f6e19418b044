package io.chorale.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the texts of all variables as what they should be. A wrong one is noted and its default taken, so that reading
 * goes on to the next. Used by one thread.
 */
final class Values {
    private static final List<String> TRUE = List.of("true", "1", "yes", "on");
    private static final List<String> FALSE = List.of("false", "0", "no", "off");

    private final Map<Variable, RawValue> raw;
    private final Findings findings;

    Values(Map<Variable, RawValue> raw, Findings findings) {
        this.raw = raw;
        this.findings = findings;
    }

    /** Was it set to something, by whatever source? */
    boolean isSet(Variable variable) {
        RawValue value = raw.get(variable);
        return value != null
                && !value.source().equals(RawValue.DEFAULT)
                && !value.text().isEmpty();
    }

    String source(Variable variable) {
        RawValue value = raw.get(variable);
        return value == null || value.text().isEmpty() ? RawValue.DEFAULT : value.source();
    }

    String text(Variable variable) {
        RawValue value = raw.get(variable);
        return value == null || value.text().isEmpty() ? variable.standard() : value.text();
    }

    /** As it was set, an empty text included. */
    String exactText(Variable variable) {
        RawValue value = raw.get(variable);
        return value == null ? variable.standard() : value.text();
    }

    Optional<String> optional(Variable variable) {
        return Optional.of(text(variable)).filter(text -> !text.isEmpty());
    }

    Optional<Secret> secret(Variable variable) {
        return optional(variable).map(Secret::new);
    }

    boolean flag(Variable variable) {
        return optionalFlag(variable).orElse(false);
    }

    Optional<Boolean> optionalFlag(Variable variable) {
        String text = text(variable);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Boolean> read = flag(text);
        if (read.isEmpty()) {
            findings.problem(
                    ProblemCode.NOT_A_BOOLEAN,
                    variable.name() + " is '" + text + "'",
                    source(variable),
                    "it is neither true nor false, and guessing could switch something off that you count on",
                    "set " + variable.name() + " to true or false");
            return flag(variable.standard());
        }
        return read;
    }

    private static Optional<Boolean> flag(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return TRUE.contains(word) ? Optional.of(true) : FALSE.contains(word) ? Optional.of(false) : Optional.empty();
    }

    int number(Variable variable, int least, int most) {
        String text = text(variable);
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below, together with what is out of bounds
        }
        findings.problem(
                ProblemCode.NOT_A_NUMBER,
                variable.name() + " is '" + text + "'",
                source(variable),
                "a whole number from " + least + " to " + most + " is needed",
                "set " + variable.name() + ", for example to "
                        + (variable.standard().isEmpty() ? least : variable.standard()));
        return variable.standard().isEmpty() ? least : Integer.parseInt(variable.standard());
    }

    /** Longer than nothing. */
    Duration duration(Variable variable) {
        Optional<Duration> read = DurationText.parse(text(variable), unit(variable));
        if (read.isEmpty() || read.get().isZero() || read.get().isNegative()) {
            notADuration(variable, "a time longer than 0 is needed");
            return standardDuration(variable);
        }
        return read.get();
    }

    /** Empty means for ever. */
    Optional<Duration> lifetime(Variable variable) {
        String text = text(variable).strip();
        if (text.equals("-1") || text.equals("0")) {
            return Optional.empty();
        }
        Optional<Duration> read = DurationText.parse(text, Duration.ZERO);
        if (read.isEmpty() || read.get().isZero() || read.get().isNegative()) {
            notADuration(variable, "a time with its unit is needed, or -1 for ever");
            return Optional.of(standardDuration(variable));
        }
        return read;
    }

    private void notADuration(Variable variable, String why) {
        findings.problem(
                ProblemCode.NOT_A_DURATION,
                variable.name() + " is '" + text(variable) + "'",
                source(variable),
                why,
                "set " + variable.name() + ", for example to " + variable.standard() + ", 30s or 1h30m");
    }

    private static Duration standardDuration(Variable variable) {
        return DurationText.parse(variable.standard(), unit(variable)).orElseThrow();
    }

    private static Duration unit(Variable variable) {
        return switch (variable.type()) {
            case SECONDS -> Duration.ofSeconds(1);
            case MILLISECONDS -> Duration.ofMillis(1);
            default -> Duration.ZERO;
        };
    }

    ByteSize bytes(Variable variable, long least, long most) {
        Optional<ByteSize> read = ByteSize.parse(text(variable));
        if (read.isPresent() && read.get().bytes() >= least && read.get().bytes() <= most) {
            return read.get();
        }
        findings.problem(
                ProblemCode.NOT_A_SIZE,
                variable.name() + " is '" + text(variable) + "'",
                source(variable),
                "a number of bytes from " + least + " to " + most + " is needed",
                "set " + variable.name() + ", for example to " + variable.standard() + " or 1MiB");
        return ByteSize.parse(variable.standard()).orElseThrow();
    }

    /** Trimmed, without empty items. */
    List<String> list(Variable variable) {
        return Arrays.stream(text(variable).split(variable.type().separator()))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Lower case. */
    String choice(Variable variable, String... choices) {
        String text = text(variable).strip().toLowerCase(Locale.ROOT);
        if (List.of(choices).contains(text)) {
            return text;
        }
        findings.problem(
                ProblemCode.NOT_A_CHOICE,
                variable.name() + " is '" + text(variable) + "'",
                source(variable),
                "Chorale knows no such value",
                "set " + variable.name() + " to one of: " + Stream.of(choices).collect(Collectors.joining(", ")));
        return variable.standard().toLowerCase(Locale.ROOT);
    }

    Findings findings() {
        return findings;
    }
}
