package io.chorale.session;

import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Gives every request its {@link CurrentSession}. Costs nothing for requests that do not ask for it. */
public final class SessionFeature implements HttpFeature {
    private final Sessions sessions;
    private final SessionCookie cookie;

    public SessionFeature(Sessions sessions, SessionCookie cookie) {
        this.sessions = sessions;
        this.cookie = cookie;
    }

    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.addFilter(this::provide);
    }

    private void provide(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        request.context()
                .register(new CurrentSession(
                        sessions,
                        SessionToken.of(request.headers(), sessions.options()),
                        cookie.renewal(request, response)));
        chain.proceed();
    }
}
