package io.chorale.websocket.engineio;

/** What all sessions of one server share. */
record EngineParts(TimerWheel timers, WriterPool writers, RequestDeadlines requests, EngineMetrics metrics) {
    /** Frames joined into one write at most. More gives nothing: the cost is the call, and it is paid once in 64 KiB. */
    static final int BATCH_BYTES = 64 * 1024;
}
