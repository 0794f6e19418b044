/** The chat server. Start at {@code Main}. */
@NullMarked
package io.chorale.app;

import org.jspecify.annotations.NullMarked;
