/** Puts the server together: backends by name, Socket.IO, routes, listener; starts and drains it. */
@NullMarked
package io.chorale.app.server;

import org.jspecify.annotations.NullMarked;
