package io.chorale.websocket.redis;

/** Bytes in Redis that no replica of a version known here can have written. */
class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message);
    }
}
