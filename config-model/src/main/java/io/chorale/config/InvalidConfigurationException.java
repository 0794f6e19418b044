package io.chorale.config;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot work; says everything that is wrong with them at once. */
public final class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@code EX_CONFIG} of sysexits.h. */
    public static final int EXIT_CODE = 78;

    private final transient List<Problem> problems;

    InvalidConfigurationException(List<Problem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String text(List<Problem> problems) {
        return "Chorale does not start: " + (problems.size() == 1 ? "a setting is" : problems.size() + " settings are")
                + " wrong.\n\n"
                + problems.stream().map(Problem::toString).collect(Collectors.joining("\n\n"));
    }
}
