/** Clients that can do what no proper client does. */
@NullMarked
package io.chorale.websocket.testing;

import org.jspecify.annotations.NullMarked;
