package io.chorale.websocket.engineio;

import java.util.Optional;

/** Request headers by lower-case name, whatever server they come from. */
@FunctionalInterface
public interface RequestHeaders {
    Optional<String> first(String name);
}
