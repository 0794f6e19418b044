package io.chorale.app.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a 422 answer, in the shape that clients of the API know.
 *
 * @param type stable code: {@code missing}, {@code string_type}, {@code value_error} …
 * @param loc path to the value: {@code ["body", "email"]}, {@code ["query", "limit"]}
 * @param msg a sentence for people
 * @param input what was seen, or null; never a secret
 */
public record FieldProblem(
        String type, List<Object> loc, String msg, @Nullable Object input) {
    public FieldProblem {
        loc = List.copyOf(loc);
    }

    /** A value of the body with a rule of its own: {@code FieldProblem.inBody("name", "Must not be empty")}. */
    public static FieldProblem inBody(String field, String message) {
        return new FieldProblem("value_error", List.of("body", field), message, null);
    }

    public static FieldProblem inQuery(String parameter, String message, String input) {
        return new FieldProblem("value_error", List.of("query", parameter), message, input);
    }
}
