package io.chorale.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads and judges the list of origins. Used by one thread. */
final class CorsReader {
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

    private final Values values;

    CorsReader(Values values) {
        this.values = values;
    }

    CorsSettings read() {
        List<String> origins = values.list(Catalogue.ALLOW_ORIGIN);
        List<String> schemes = values.list(Catalogue.CUSTOM_SCHEMES);
        if (origins.contains("*")) {
            judgeAny(origins);
        }
        return new CorsSettings(
                origins.stream()
                        .flatMap(origin -> read(origin, schemes))
                        .distinct()
                        .toList(),
                schemes);
    }

    /** As a browser writes it (RFC 6454 section 6.1): lower case, no default port, no slash at the end. */
    private Stream<String> read(String text, List<String> customSchemes) {
        if (text.equals("*")) {
            return Stream.of(text);
        }
        try {
            UrlParts url = UrlParts.parse(text);
            boolean known = DEFAULT_PORTS.containsKey(url.scheme()) || customSchemes.contains(url.scheme());
            if (known
                    && url.userInfo().isEmpty()
                    && url.query().isEmpty()
                    && url.path().matches("/?")) {
                return Stream.of(url.scheme() + "://" + url.hostInUrl().toLowerCase(Locale.ROOT) + port(url));
            }
        } catch (IllegalArgumentException notAnOrigin) {
            // told below
        }
        refuse(text);
        return Stream.empty();
    }

    private static String port(UrlParts url) {
        OptionalInt port = url.port();
        return port.isEmpty() || Objects.equals(DEFAULT_PORTS.get(url.scheme()), port.getAsInt())
                ? ""
                : ":" + port.getAsInt();
    }

    private void judgeAny(List<String> origins) {
        if (origins.size() > 1) {
            values.findings()
                    .problem(
                            ProblemCode.ANY_ORIGIN_MIXED,
                            "CORS_ALLOW_ORIGIN is '" + String.join(";", origins) + "'",
                            values.source(Catalogue.ALLOW_ORIGIN),
                            "* lets every site in, so the others in the list mean nothing; one of the two was not meant",
                            "set CORS_ALLOW_ORIGIN to * alone, or better to the list without it");
        } else if (values.isSet(Catalogue.PUBLIC_URL)) {
            values.findings()
                    .warning(
                            ProblemCode.ANY_ORIGIN_IN_PUBLIC,
                            "CORS_ALLOW_ORIGIN is * and WEBUI_URL is '" + values.text(Catalogue.PUBLIC_URL) + "'",
                            values.source(Catalogue.ALLOW_ORIGIN),
                            "any web site can act for the people who are signed in here",
                            "set CORS_ALLOW_ORIGIN=\"" + values.text(Catalogue.PUBLIC_URL) + "\"");
        }
    }

    private void refuse(String origin) {
        values.findings()
                .problem(
                        ProblemCode.BAD_ORIGIN,
                        "CORS_ALLOW_ORIGIN contains '" + UrlParts.mask(origin) + "'",
                        values.source(Catalogue.ALLOW_ORIGIN),
                        "an origin is a scheme and a host; this entry would match no browser, and websockets would fail"
                                + " without a word",
                        "write it like https://" + origin.replaceAll("(?i)^([a-z]+:)?//|/.*$|^.*@", "")
                                + ", several separated by semicolons");
    }
}
