package io.chorale.app.http;

import io.helidon.http.Status;
import java.util.List;

/** Ends a request with a status and {@code {"detail": …}}; thrown by any handler or filter. The client reads the text. */
public class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final transient Object detail;
    private final int retrySeconds;

    public ApiException(Status status, String detail) {
        this(status, detail, detail, 0);
    }

    private ApiException(Status status, String message, Object detail, int retrySeconds) {
        super(message);
        this.status = status;
        this.detail = detail;
        this.retrySeconds = retrySeconds;
    }

    /** For 429 and 503: the client may try again after so many seconds ({@code Retry-After}). */
    public static ApiException later(Status status, String detail, int seconds) {
        return new ApiException(status, detail, detail, seconds);
    }

    /** 422 with one entry per wrong value. */
    public static ApiException invalid(List<FieldProblem> problems) {
        return new ApiException(
                Status.UNPROCESSABLE_CONTENT_422, "Input is not valid: " + problems, List.copyOf(problems), 0);
    }

    public static ApiException invalid(FieldProblem problem) {
        return invalid(List.of(problem));
    }

    public static ApiException notFound() {
        return new ApiException(Status.NOT_FOUND_404, "Not Found");
    }

    public Status status() {
        return status;
    }

    /** Text, or a list of {@link FieldProblem}. */
    Object detail() {
        return detail;
    }

    /** 0 when the answer does not say. */
    int retrySeconds() {
        return retrySeconds;
    }

    /** Errors that are answers are frequent and their stack traces are not read. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
