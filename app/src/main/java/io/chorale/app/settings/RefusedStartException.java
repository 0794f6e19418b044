package io.chorale.app.settings;

/**
 * This replica cannot work with the others as it is configured. The message is for the operator: what was seen, why it
 * matters, what to set; exit code 78.
 */
public final class RefusedStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedStartException(String code, String seen, String why, String cure) {
        super(code + ": " + seen + "\n  Why it matters: " + why + "\n  What to do: " + cure
                + "\n  More: docs/errors.md#" + code.toLowerCase(java.util.Locale.ROOT));
    }
}
