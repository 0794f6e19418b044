package io.chorale.app.command;

/** As in {@code sysexits.h}. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 64;
    static final int UNAVAILABLE = 69;
    static final int CONFIG = 78;

    private ExitCode() {}
}
