package io.chorale.app.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Content coding by {@code Accept-Encoding} (RFC 9110, section 12.5.3); ours are ranked, weights only say yes or no. */
final class AcceptedCoding {
    private static final List<String> BEST_FIRST = List.of("br", "gzip");

    private AcceptedCoding() {}

    /** The smallest of the forms that there are and that the client takes. */
    static String best(String header, Set<String> available) {
        Set<String> accepted = new HashSet<>();
        Set<String> refused = new HashSet<>();
        for (String element : header.split(",")) {
            String[] parts = element.toLowerCase(Locale.ROOT).split(";");
            boolean zero = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
            (zero ? refused : accepted).add(parts[0].strip());
        }
        return BEST_FIRST.stream()
                .filter(available::contains)
                .filter(coding -> !refused.contains(coding))
                .filter(coding -> accepted.contains(coding) || accepted.contains("*"))
                .findFirst()
                .orElse(StaticFile.IDENTITY);
    }
}
