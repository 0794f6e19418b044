package io.chorale.websocket.engineio;

/** One Engine.IO session, whatever transport carries it now. Safe for use by many threads; nothing here blocks. */
public interface EngineSession {

    /** A bearer secret of at least 120 random bits. Never shown to applications or other clients, never logged whole. */
    String id();

    Handshake handshake();

    Transport transport();

    boolean isOpen();

    /**
     * Queues a packet behind everything sent before.
     *
     * @return false when the session is closed, or was closed just now because its queue is full ({@link
     *     CloseReason#SLOW_CONSUMER})
     */
    boolean send(EnginePacket packet);

    /**
     * Sends a packet only if the transport can take it at once: no write in progress and nothing queued (websocket),
     * a poll waiting (polling). The whole packet with its attachments goes, or nothing.
     *
     * @return false when it was dropped
     */
    boolean sendVolatile(EnginePacket packet);

    /** As {@link #sendVolatile}, but the caller keeps what is not taken: nothing is counted as dropped. */
    boolean sendIfIdle(EnginePacket packet);

    /** Ends the session; packets queued before go out first where the transport still can. Idempotent. */
    void close(CloseReason reason);

    enum Transport {
        POLLING,
        WEBSOCKET;

        /** As in the {@code transport} query parameter. */
        public String wireName() {
            return this == POLLING ? "polling" : "websocket";
        }
    }
}
