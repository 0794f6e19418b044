/**
 * Socket.IO v5: namespaces, rooms, events, acknowledgements and resume, on top of the sessions of {@link
 * io.chorale.websocket.engineio}.
 *
 * <p>One event goes this way. {@link io.chorale.websocket.socketio.Emitter#emit} writes the argument list as JSON once
 * and appends it to the log of the {@link io.chorale.websocket.cluster.ClusterManager}. The log hands it back to every
 * replica, where {@code LocalDelivery} encodes one packet and offers it to the queue of each member of the rooms. What a
 * client sends goes the other way: {@code ClientConnection} decodes it on the reader of the connection and puts it into
 * the mailbox of the {@link io.chorale.websocket.socketio.Socket}, whose own virtual thread runs the handlers in order.
 */
@NullMarked
package io.chorale.websocket.socketio;

import org.jspecify.annotations.NullMarked;
