package io.chorale.config;

/**
 * The text of a setting and where it came from.
 *
 * @param source as people name it: {@code variable PORT}, {@code chorale.yaml:14}, {@code --set}, {@code default}
 */
record RawValue(String text, String source) {
    static final String DEFAULT = "default";
}
