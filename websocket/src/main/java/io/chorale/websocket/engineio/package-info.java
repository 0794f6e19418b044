/**
 * Engine.IO v4: connections, transports and sessions. Bytes in, bytes out; knows nothing of namespaces or rooms.
 *
 * <p>Data goes one way. Inbound: HTTP/1 upgrade or polling request, then {@link
 * io.chorale.websocket.engineio.EngineSession}, then {@link io.chorale.websocket.engineio.EngineListener}. Outbound:
 * {@link io.chorale.websocket.engineio.EnginePacket}, then the session's bounded queue, then one writer.
 */
@NullMarked
package io.chorale.websocket.engineio;

import org.jspecify.annotations.NullMarked;
