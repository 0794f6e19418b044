package io.chorale.app.server;

import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds implementations on the class path by the name in the settings. */
public final class Providers {
    private Providers() {}

    public static <P> Set<String> names(Class<P> type, Function<P, String> name) {
        return ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .map(name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @throws IllegalStateException that lists the names that are there */
    static <P> P find(Class<P> type, Function<P, String> name, String wanted) {
        return ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> name.apply(provider).equals(wanted.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no " + type.getSimpleName() + " named '" + wanted
                        + "' on the class path, only " + names(type, name)));
    }
}
