package io.chorale.app.settings;

/** A value that a setting cannot have. The message is for the administrator: what was seen, what is possible. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;

    InvalidSettingException(String name, String message) {
        super(message);
        this.name = name;
    }

    /** Of the setting, as it was written. */
    public String name() {
        return name;
    }
}
