package io.chorale.redis;

/** Codes of what can be wrong with a Redis; each has a heading in {@code docs/errors.md}. */
public enum RedisFault {
    UNREACHABLE("REDIS-001"),
    PASSWORD("REDIS-002"),
    PERMISSION("REDIS-003"),
    READ_ONLY("REDIS-004"),
    OUT_OF_MEMORY("REDIS-005"),
    NO_ECHO("REDIS-006"),
    CROSS_SLOT("REDIS-007"),
    TOO_OLD("REDIS-008"),
    WRONG_ANSWER("REDIS-009");

    private final String code;

    RedisFault(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
