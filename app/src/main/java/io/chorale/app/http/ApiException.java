package io.chorale.app.http;

import io.helidon.http.Status;
import java.util.List;

/** Ends a request with a status and {@code {"detail": …}}; thrown by any handler or filter. The client reads the text. */
public class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final transient Object detail;

    public ApiException(Status status, String detail) {
        this(status, detail, detail);
    }

    private ApiException(Status status, String message, Object detail) {
        super(message);
        this.status = status;
        this.detail = detail;
    }

    /** 422 with one entry per wrong value. */
    public static ApiException invalid(List<FieldProblem> problems) {
        return new ApiException(
                Status.UNPROCESSABLE_CONTENT_422, "Input is not valid: " + problems, List.copyOf(problems));
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

    /** Errors that are answers are frequent and their stack traces are not read. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
