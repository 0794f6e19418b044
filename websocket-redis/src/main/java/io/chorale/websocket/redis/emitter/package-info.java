/**
 * What processes emit that are no replicas: python-socketio's write-only manager and {@code @socket.io/redis-emitter}. Both
 * formats are read into events of the log; nothing is ever answered.
 */
@NullMarked
package io.chorale.websocket.redis.emitter;

import org.jspecify.annotations.NullMarked;
