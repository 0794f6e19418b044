package io.chorale.config;

import java.util.ArrayList;
import java.util.List;

/** Collects problems and warnings while settings are read, so that all are told at once. Used by one thread. */
final class Findings {
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void problem(ProblemCode code, String seen, String source, String why, String fix) {
        problems.add(new Problem(code.text(), seen, source, why, fix));
    }

    void warning(ProblemCode code, String seen, String source, String why, String fix) {
        warnings.add(new Problem(code.text(), seen, source, why, fix));
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    /** @throws InvalidConfigurationException when there is a problem */
    void refuseIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
    }
}
