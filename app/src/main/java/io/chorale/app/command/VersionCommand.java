package io.chorale.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** As {@code --version}. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.println(new ChoraleCommand.Version().getVersion()[0]);
        return ExitCode.OK;
    }
}
