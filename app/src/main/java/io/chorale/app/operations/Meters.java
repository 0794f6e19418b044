package io.chorale.app.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The meters of one server: a registry of its own, so that several servers in one process do not add up. Safe for use by
 * many threads. Names come without {@code chorale.} and, for counters, without {@code _total}.
 */
public final class Meters implements AutoCloseable {
    private static final String OURS = "chorale.";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    /** With the meters of the JVM and the process. */
    public Meters(String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
        gauge("build.info", "", "Always 1; the version is a label", () -> 1, "version", version);
    }

    /**
     * @param unit plural base unit, empty for plain numbers
     * @param tags keys and values in turn
     */
    public void gauge(String name, String unit, String description, DoubleSupplier value, String... tags) {
        Gauge.builder(OURS + name, value::getAsDouble)
                .baseUnit(unit.isEmpty() ? null : unit)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /** A number that somebody else counts and that never goes down. */
    public void counted(String name, String description, LongSupplier value, String... tags) {
        // The registry holds its subject weakly and the function strongly, so this object is the subject.
        FunctionCounter.builder(OURS + name, this, ignored -> value.getAsLong())
                .description(description)
                .tags(tags)
                .register(registry);
    }

    public Counter counter(String name, String description, String... tags) {
        return Counter.builder(OURS + name).description(description).tags(tags).register(registry);
    }

    /** Asked for each time: equal names and tags are one timer. */
    public Timer timer(String name, String description, String... tags) {
        return Timer.builder(OURS + name).description(description).tags(tags).register(registry);
    }

    /** All of them, as Prometheus reads text (version 0.0.4). */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
