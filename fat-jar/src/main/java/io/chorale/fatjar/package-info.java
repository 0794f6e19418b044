/**
 * A Maven Shade transformer for the server's one-file jar. Shade's own transformers know {@code META-INF/services} only;
 * of everything else that several jars bring under one name the first wins, and Helidon's services of the other jars are
 * gone without a word.
 */
@NullMarked
package io.chorale.fatjar;

import org.jspecify.annotations.NullMarked;
