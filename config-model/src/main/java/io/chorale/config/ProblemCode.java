package io.chorale.config;

/** Codes of all problems and warnings; each has a heading in {@code docs/errors.md}. */
public enum ProblemCode {
    NOT_A_BOOLEAN("CFG-001"),
    NOT_A_NUMBER("CFG-002"),
    NOT_A_DURATION("CFG-003"),
    NOT_A_SIZE("CFG-004"),
    NOT_A_CHOICE("CFG-005"),
    UNKNOWN_KEY("CFG-006"),
    UNKNOWN_VARIABLE("CFG-007"),
    UNREADABLE_FILE("CFG-008"),
    SECRET_FILE("CFG-009"),
    BAD_SET("CFG-010"),
    REDIS_URL("CFG-011"),
    REDIS_CLUSTER_DATABASE("CFG-012"),
    WORKERS_WITHOUT_REDIS("CFG-013"),
    MANAGER_WITHOUT_REDIS("CFG-014"),
    UNKNOWN_MANAGER("CFG-015"),
    BAD_ORIGIN("CFG-016"),
    ANY_ORIGIN_MIXED("CFG-017"),
    POLLING_WITH_UPGRADE("CFG-018"),
    DATABASE_URL("CFG-019"),
    BAD_URL("CFG-020"),
    HALF_AN_ADMIN("CFG-021"),
    HALF_A_DATABASE("CFG-022"),
    TRUSTED_BY_ALL("CFG-023"),
    ANY_ORIGIN_IN_PUBLIC("CFG-101"),
    LOCALHOST_IN_CONTAINER("CFG-102"),
    ONLY_WEBSOCKET_REDIS("CFG-103"),
    WITHOUT_EFFECT("CFG-104"),
    FOREIGN_VARIABLE("CFG-105");
    private final String text;

    ProblemCode(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
