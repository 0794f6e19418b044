/**
 * The command line. Exit codes are those of {@code sysexits.h}: 0 fine, 1 failed, 64 wrong usage, 69 Redis or database
 * away at the start, 78 wrong settings.
 */
@NullMarked
package io.chorale.app.command;

import org.jspecify.annotations.NullMarked;
