package io.chorale.websocket.engineio;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pages may talk to this server: those of its own origin, those in the list, and clients that are no browsers
 * (they send no Origin). The rule holds for every request, websocket handshakes included, which browsers do not protect
 * by themselves. Safe for use by many threads.
 */
public final class OriginPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(OriginPolicy.class);
    private static final String ANY = "*";
    private static final int KEPT = 50;
    private static final int MAX_SHOWN = 200;
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int LOGGED_PER_MINUTE = 50;
    private static final Pattern WEB_ORIGIN = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://[a-z0-9._:\\[\\]-]+");

    private final Supplier<List<String>> allowed;
    private final Predicate<String> trustedProxy;
    private final Clock clock;

    /** Guards everything below, and is held for moments only. */
    private final Object lock = new Object();

    private Instant minute = Instant.EPOCH;
    private int loggedThisMinute;
    private final ArrayDeque<OriginRefusal> latest = new ArrayDeque<>();
    private final Map<String, Instant> logged = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > 1_000; // a client that makes up origins must not fill the memory
        }
    };

    /**
     * @param allowed {@code *} alone, or origins like {@code https://chat.example}; asked at each request
     * @param trustedProxy addresses of peers whose X-Forwarded-Host and X-Forwarded-Proto count
     */
    public OriginPolicy(Supplier<List<String>> allowed, Predicate<String> trustedProxy, Clock clock) {
        this.allowed = allowed;
        this.trustedProxy = trustedProxy;
        this.clock = clock;
    }

    /** Any origin. For servers without accounts, and tests. */
    public static OriginPolicy any() {
        return new OriginPolicy(() -> List.of(ANY), peer -> false, Clock.systemUTC());
    }

    /**
     * Judges one request.
     *
     * @param header first value of a header, by lower-case name
     * @param peer address of the other end of the connection
     * @param secure the connection itself is TLS
     * @return the refusal, noted and logged, or empty when the request may go on
     */
    public Optional<OriginRefusal> refuse(RequestHeaders header, String peer, boolean secure) {
        Optional<String> origin = header.first("origin");
        if (origin.isEmpty() || isAllowed(origin.get(), header, peer, secure)) {
            return Optional.empty();
        }
        return Optional.of(note(origin.get(), header.first("host").orElse("?"), peer));
    }

    private boolean isAllowed(String origin, RequestHeaders header, String peer, boolean secure) {
        List<String> list = allowed.get();
        return list.contains(ANY) || isListed(origin, list) || isOwn(origin, header, peer, secure);
    }

    private static boolean isListed(String origin, List<String> list) {
        String normal = normalise(origin);
        return list.stream()
                .anyMatch(entry -> !entry.equals(ANY) && normalise(entry).equals(normal));
    }

    private boolean isOwn(String origin, RequestHeaders header, String peer, boolean secure) {
        return ownOrigins(header, peer, secure).contains(normalise(origin));
    }

    private List<String> ownOrigins(RequestHeaders header, String peer, boolean secure) {
        List<String> own = new ArrayList<>(2);
        header.first("host").ifPresent(host -> own.add(normalise((secure ? "https://" : "http://") + host)));
        if (trustedProxy.test(peer)) {
            String scheme = header.first("x-forwarded-proto").orElse(secure ? "https" : "http");
            header.first("x-forwarded-host")
                    .or(() -> header.first("host"))
                    .ifPresent(host -> own.add(normalise(firstOf(scheme) + "://" + firstOf(host))));
        }
        return own;
    }

    /** A chain of proxies sends a list; the first one is what the browser asked for. */
    private static String firstOf(String list) {
        int comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }

    /** Lower case, without the default port (RFC 6454 section 6.2). */
    static String normalise(String origin) {
        try {
            URI uri = new URI(origin.strip().toLowerCase(Locale.ROOT));
            if (uri.getScheme() == null || uri.getHost() == null) {
                return origin.strip().toLowerCase(Locale.ROOT);
            }
            boolean isDefault = uri.getPort() == -1
                    || uri.getScheme().equals("http") && uri.getPort() == 80
                    || uri.getScheme().equals("https") && uri.getPort() == 443;
            return uri.getScheme() + "://" + uri.getHost() + (isDefault ? "" : ":" + uri.getPort());
        } catch (URISyntaxException e) {
            return origin.strip().toLowerCase(Locale.ROOT);
        }
    }

    private OriginRefusal note(String origin, String host, String peer) {
        String shown = printable(origin);
        OriginRefusal refusal = new OriginRefusal(shown, printable(host), clock.instant(), cure(shown, host, peer));
        boolean log;
        synchronized (lock) {
            latest.addFirst(refusal);
            if (latest.size() > KEPT) {
                latest.removeLast();
            }
            log = mayLog(shown, refusal.time());
        }
        if (log) {
            LOG.warn("{}", refusal.message());
        }
        return refusal;
    }

    /** Once a minute for each origin, and not without end for a client that makes origins up. */
    private boolean mayLog(String origin, Instant now) {
        if (minute.plus(QUIET).isBefore(now)) {
            minute = now;
            loggedThisMinute = 0;
        }
        Instant before = logged.get(origin);
        if (before != null && !before.plus(QUIET).isBefore(now) || loggedThisMinute >= LOGGED_PER_MINUTE) {
            return false;
        }
        logged.put(origin, now);
        loggedThisMinute++;
        return true;
    }

    /** The exact line to set: what is set now, and the new one. Empty for what is no origin, whatever it asks us to set. */
    private String cure(String origin, String host, String peer) {
        if (!WEB_ORIGIN.matcher(origin).matches()) {
            return "";
        }
        List<String> list = new ArrayList<>(allowed.get());
        list.add(origin);
        String line = "CORS_ALLOW_ORIGIN=\"" + String.join(";", list) + "\"";
        boolean ownHost = normalise(origin).equals(normalise("https://" + host));
        return ownHost
                ? line + ", or, if the proxy at " + peer + " ends TLS, FORWARDED_ALLOW_IPS=\"" + peer + "\""
                : line;
    }

    private static String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "?");
        return plain.length() <= MAX_SHOWN ? plain : plain.substring(0, MAX_SHOWN);
    }

    /** The latest refusals, newest first, at most 50. */
    public List<OriginRefusal> latest() {
        synchronized (lock) {
            return List.copyOf(latest);
        }
    }

    /** Who may read an answer in a browser, as CORS headers say it. */
    enum Readers {
        NOBODY,
        /** Any page, but without cookies: {@code *} must not let any site act for the people who are signed in. */
        ANYBODY,
        /** The origin that asks, with cookies: it is listed, or this server's own. */
        THIS_ORIGIN
    }

    /** Nothing is noted. */
    Readers mayRead(RequestHeaders header, String peer, boolean secure) {
        Optional<String> origin = header.first("origin");
        if (origin.isEmpty()) {
            return Readers.NOBODY;
        }
        List<String> list = allowed.get();
        if (isListed(origin.get(), list) || isOwn(origin.get(), header, peer, secure)) {
            return Readers.THIS_ORIGIN;
        }
        return list.contains(ANY) ? Readers.ANYBODY : Readers.NOBODY;
    }
}
