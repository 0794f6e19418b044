/** Whole processes of the fat jar, seen from outside: HTTP, Socket.IO clients and real browsers. */
@NullMarked
package io.chorale.app.e2e;

import org.jspecify.annotations.NullMarked;
