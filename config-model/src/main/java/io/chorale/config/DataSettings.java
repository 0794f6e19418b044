package io.chorale.config;

import java.nio.file.Path;

/** @param directory database file, uploads, generated secrets (DATA_DIR) */
public record DataSettings(Path directory) {}
