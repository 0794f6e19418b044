package io.chorale.config;

/**
 * One line of {@code chorale config}.
 *
 * @param value as text, secrets and passwords masked
 * @param source {@code default}, {@code chorale.yaml:14}, {@code variable PORT}, {@code --set}
 */
public record EffectiveValue(Variable variable, String value, String source) {}
