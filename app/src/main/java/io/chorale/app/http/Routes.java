package io.chorale.app.http;

import io.helidon.webserver.http.HttpRules;

/**
 * One topic's routes, with their full paths. The rules given here add to Helidon's: GET also answers HEAD, and a known
 * path with another method is answered 405 with {@code Allow}.
 */
@FunctionalInterface
public interface Routes {
    void register(HttpRules rules);
}
