package io.chorale.app;

import io.chorale.app.command.ChoraleCommand;

/** The process. What it can do is in {@code command}, what it serves is put together in {@code server.Chorale}. */
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        System.exit(ChoraleCommand.commandLine().execute(arguments));
    }
}
