/**
 * How the server is watched: {@code /metrics} and what it counts. The list of metrics is a table in
 * {@code docs/operations.md}; a test compares the two.
 */
@NullMarked
package io.chorale.app.operations;

import org.jspecify.annotations.NullMarked;
