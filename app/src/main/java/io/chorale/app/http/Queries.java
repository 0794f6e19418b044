package io.chorale.app.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.List;

/** Values of the query part of an address, checked; 422 when they do not fit. */
public final class Queries {
    private static final int MAX_TEXT = 500;

    private Queries() {}

    public static String text(ServerRequest request, String name, String otherwise) {
        String text = request.query().first(name).orElse(otherwise);
        if (text.length() > MAX_TEXT) {
            throw ApiException.invalid(new FieldProblem(
                    "string_too_long",
                    List.of("query", name),
                    "String should have at most " + MAX_TEXT + " characters",
                    null));
        }
        return text;
    }

    /** @return a number from {@code least} to {@code most} */
    public static int number(ServerRequest request, String name, int otherwise, int least, int most) {
        String text = request.query().first(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number that is too large
        }
        throw ApiException.invalid(
                FieldProblem.inQuery(name, "Input should be a number from " + least + " to " + most, text));
    }
}
