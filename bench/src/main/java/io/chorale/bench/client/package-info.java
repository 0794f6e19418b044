/** The load generator: many Socket.IO clients on one thread, so that it costs less than what it measures. */
@NullMarked
package io.chorale.bench.client;

import org.jspecify.annotations.NullMarked;
