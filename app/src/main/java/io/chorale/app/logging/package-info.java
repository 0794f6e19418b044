/** One log: ours, Helidon's, Redisson's and the database's lines through SLF4J and Logback, set up by code from the settings. */
@NullMarked
package io.chorale.app.logging;

import org.jspecify.annotations.NullMarked;
