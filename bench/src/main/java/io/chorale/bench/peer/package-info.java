/** The servers that are compared, each with the same tiny app: join a room, echo with ack, broadcast to the room. */
@NullMarked
package io.chorale.bench.peer;

import org.jspecify.annotations.NullMarked;
