package io.chorale.websocket.engineio;

/** The bounds of {@link EngineOptions} that a client can run into; each has a counter in {@link EngineMetrics}. */
public enum EngineLimit {
    /** A message or POST above {@link EngineOptions#maxPayload}: close code 1009, HTTP 413. */
    PAYLOAD,
    /** More packets in one POST than {@link EngineOptions#maxPackets}: HTTP 400. */
    PACKETS,
    /** A message in more fragments than {@link EngineOptions#maxFragments}: close code 1009. */
    FRAGMENTS,
    /** A handshake beyond {@link EngineOptions#maxSessions}, or while the server drains: HTTP 503. */
    SESSIONS,
    /** A handshake beyond {@link EngineOptions#maxSessionsPerAddress}: HTTP 503. */
    SESSIONS_PER_ADDRESS,
    /** A POST whose body took longer than {@link EngineOptions#bodyTimeout}: the connection is cut. */
    SLOW_BODY,
    /** One write that took longer than {@link EngineOptions#writeTimeout}: the connection is cut. */
    SLOW_WRITE,
    /** More bytes for one client than {@link EngineOptions#maxQueue}: the session ends, the client may resume. */
    QUEUE
}
