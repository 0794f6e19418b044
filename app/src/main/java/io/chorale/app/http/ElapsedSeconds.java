package io.chorale.app.http;

import io.helidon.common.GenericType;
import io.helidon.common.mapper.Value;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code X-Process-Time}: whole seconds from the request to the moment that the header is written. Helidon 4.2 has no hook
 * there, so the value is computed when it is asked for. Belongs to one request.
 */
final class ElapsedSeconds implements Header {
    private static final HeaderName NAME = HeaderNames.create("X-Process-Time");
    private static final long NANOS = 1_000_000_000;

    private final long start = System.nanoTime();

    private Header now() {
        return HeaderValues.create(NAME, Long.toString((System.nanoTime() - start) / NANOS));
    }

    @Override
    public String name() {
        return NAME.defaultCase();
    }

    @Override
    public HeaderName headerName() {
        return NAME;
    }

    @Override
    public String get() {
        return now().get();
    }

    @Override
    public List<String> allValues() {
        return now().allValues();
    }

    @Override
    public int valueCount() {
        return 1;
    }

    @Override
    public boolean sensitive() {
        return false;
    }

    @Override
    public boolean changing() {
        return true;
    }

    @Override
    public <N> Value<N> as(Class<N> type) {
        return now().as(type);
    }

    @Override
    public <N> Value<N> as(GenericType<N> type) {
        return now().as(type);
    }

    @Override
    public <N> Value<N> as(Function<? super String, ? extends N> mapper) {
        return now().as(mapper);
    }

    @Override
    public Optional<String> asOptional() {
        return now().asOptional();
    }

    @Override
    public Value<Boolean> asBoolean() {
        return now().asBoolean();
    }

    @Override
    public Value<String> asString() {
        return now().asString();
    }

    @Override
    public Value<Integer> asInt() {
        return now().asInt();
    }

    @Override
    public Value<Long> asLong() {
        return now().asLong();
    }

    @Override
    public Value<Double> asDouble() {
        return now().asDouble();
    }
}
