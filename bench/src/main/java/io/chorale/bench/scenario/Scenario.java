package io.chorale.bench.scenario;

/** One thing to measure. */
public interface Scenario {

    /** As it is named on the command line, for example {@code fan-out-1000}. */
    String name();

    /** A sentence for the report. */
    String description();

    /** Nodes of the peer; with more than one they share a Redis. */
    default int nodes() {
        return 1;
    }

    /** What a million of the report's CPU seconds are for. */
    default String unit() {
        return "deliveries";
    }

    /** Measures a deployment that has just been started. */
    Measurement run(Deployment deployment);
}
