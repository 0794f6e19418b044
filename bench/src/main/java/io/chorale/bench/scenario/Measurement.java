package io.chorale.bench.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run gave.
 *
 * @param faults clients that missed a message, or got one twice or out of order; anything but 0 makes the rest worthless
 * @param figures in the order of the report
 */
public record Measurement(long faults, Map<Figure, Double> figures) {
    public Measurement {
        figures = new LinkedHashMap<>(figures);
    }

    /** All but rates: less is better. */
    public enum Figure {
        CPU_PER_MILLION("CPU s per million"),
        PER_SECOND("per second"),
        P50_MILLIS("p50 ms"),
        P99_MILLIS("p99 ms"),
        P999_MILLIS("p99.9 ms"),
        BYTES_PER_CONNECTION("bytes per connection"),
        RESIDENT_MEGABYTES("resident MB"),
        GENERATOR_CPU("load generator CPU");

        private final String title;

        Figure(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }
}
