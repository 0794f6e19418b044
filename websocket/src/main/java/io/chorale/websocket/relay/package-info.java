/**
 * What makes sticky sessions needless: a request for an Engine.IO session of another replica is carried to that replica,
 * its owner, which alone judges it, and the answer is carried back.
 *
 * <p>The first four characters of each session id are the tag of its owner. The replica that holds the client's
 * connection asks through {@link io.chorale.websocket.relay.SessionRelay}; the owner answers as a {@link
 * io.chorale.websocket.relay.SessionOwner}, with the code that answers its own clients. Nothing here knows a backend, and
 * no backend sees a socket: it moves bytes between the two interfaces.
 */
@NullMarked
package io.chorale.websocket.relay;

import org.jspecify.annotations.NullMarked;
