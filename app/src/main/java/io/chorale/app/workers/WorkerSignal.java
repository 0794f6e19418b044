package io.chorale.app.workers;

import java.util.OptionalInt;

/** What a worker tells its supervisor: one line on its standard output, when it lets people in. */
public final class WorkerSignal {
    /** The system property that makes a process a worker, and its number. */
    public static final String PROPERTY = "chorale.worker";

    private static final String READY = "chorale-worker-ready management-port=";

    private WorkerSignal() {}

    /** The number of this worker; empty in an ordinary process. */
    public static OptionalInt number() {
        Integer number = Integer.getInteger(PROPERTY);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** @param managementPort where it answers probes, on the loopback address */
    public static String ready(int managementPort) {
        return READY + managementPort;
    }

    /** The management port, when the line is this signal. */
    static OptionalInt parse(String line) {
        return line.startsWith(READY)
                ? OptionalInt.of(Integer.parseInt(line.substring(READY.length()).strip()))
                : OptionalInt.empty();
    }
}
