package io.chorale.bench.scenario;

import io.chorale.bench.scenario.Measurement.Figure;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Times and processor seconds between two moments. Not safe for use by several threads. */
final class Meter {
    private static final double NANOS = 1e9;

    private final Deployment deployment;
    private final long began = System.nanoTime();
    private final double cpuBefore;
    private final double ownBefore = ownCpuSeconds();

    Meter(Deployment deployment) {
        this.deployment = deployment;
        cpuBefore = deployment.cpuSeconds();
    }

    /** @param count deliveries or requests since this meter was made */
    Map<Figure, Double> read(long count) {
        double seconds = (System.nanoTime() - began) / NANOS;
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.CPU_PER_MILLION, (deployment.cpuSeconds() - cpuBefore) * 1e6 / Math.max(1, count));
        figures.put(Figure.PER_SECOND, count / seconds);
        figures.put(Figure.RESIDENT_MEGABYTES, deployment.residentBytes() / 1e6);
        figures.put(Figure.GENERATOR_CPU, (ownCpuSeconds() - ownBefore) / seconds);
        return figures;
    }

    static void latencies(Histogram nanos, Map<Figure, Double> figures) {
        figures.put(Figure.P50_MILLIS, nanos.getValueAtPercentile(50) / 1e6);
        figures.put(Figure.P99_MILLIS, nanos.getValueAtPercentile(99) / 1e6);
        figures.put(Figure.P999_MILLIS, nanos.getValueAtPercentile(99.9) / 1e6);
    }

    private static double ownCpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / NANOS;
    }
}
