package io.chorale.config;

/**
 * Something wrong with the settings, in words for the person who can mend it.
 *
 * @param code stable, a heading in {@code docs/errors.md}
 * @param seen what was found, secrets masked
 * @param source where: {@code variable PORT}, {@code chorale.yaml:14}, {@code --set}
 * @param why it matters
 * @param fix what to set or run
 */
public record Problem(String code, String seen, String source, String why, String fix) {

    @Override
    public String toString() {
        return code + ": " + seen + " (" + source + ")\n  Why it matters: " + why + "\n  What to do: " + fix
                + "\n  More: docs/errors.md#" + code.toLowerCase(java.util.Locale.ROOT);
    }
}
