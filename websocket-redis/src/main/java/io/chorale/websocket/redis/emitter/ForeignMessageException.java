package io.chorale.websocket.redis.emitter;

/** A message of an emitter that is none, or asks for what a Socket.IO client would not bear. */
public final class ForeignMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    ForeignMessageException(String message) {
        super(message);
    }
}
