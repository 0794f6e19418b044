package io.chorale.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** Reads and judges the list of origins. Used by one thread. */
final class CorsReader {
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
        origins.stream()
                .filter(origin -> !origin.equals("*") && !isOrigin(origin, schemes))
                .forEach(this::refuse);
        return new CorsSettings(origins, schemes);
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

    private static boolean isOrigin(String text, List<String> customSchemes) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean known = scheme.equals("http") || scheme.equals("https") || customSchemes.contains(scheme);
            return known
                    && uri.getHost() != null
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void refuse(String origin) {
        values.findings()
                .problem(
                        ProblemCode.BAD_ORIGIN,
                        "CORS_ALLOW_ORIGIN contains '" + origin + "'",
                        values.source(Catalogue.ALLOW_ORIGIN),
                        "an origin is a scheme and a host; this entry would match no browser, and websockets would fail"
                                + " without a word",
                        "write it like https://" + origin.replaceAll("^([a-z]+:)?//|/.*$", "")
                                + ", several separated by semicolons");
    }
}
