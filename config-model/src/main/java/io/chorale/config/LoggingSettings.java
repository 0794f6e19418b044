package io.chorale.config;

/**
 * @param level ERROR, WARN, INFO, DEBUG or TRACE (GLOBAL_LOG_LEVEL; Python's WARNING and CRITICAL are understood)
 * @param json one JSON object per line (LOG_FORMAT=json)
 */
public record LoggingSettings(String level, boolean json) {}
