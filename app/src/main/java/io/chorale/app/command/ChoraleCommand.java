package io.chorale.app.command;

import io.chorale.app.server.BackendUnavailableException;
import io.chorale.app.server.BuildInfo;
import io.chorale.app.server.ForeignPrefixException;
import io.chorale.app.server.ListenException;
import io.chorale.app.settings.RefusedStartException;
import io.chorale.config.InvalidConfigurationException;
import io.chorale.websocket.cluster.ClusterMismatchException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code chorale}: without a command it says which there are. */
@Command(
        name = "chorale",
        description = "A chat server whose replicas are interchangeable.",
        subcommands = {ServeCommand.class, ConfigCommand.class, VersionCommand.class, HelpCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = ChoraleCommand.Version.class)
public final class ChoraleCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    ChoraleCommand() {}

    public static CommandLine commandLine() {
        return new CommandLine(new ChoraleCommand())
                .setExitCodeExceptionMapper(ChoraleCommand::exitCode)
                .setExecutionExceptionHandler(ChoraleCommand::report);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Say what to do, for example: serve");
    }

    /** Failures that a person can mend are told without a stack trace. */
    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        switch (failure) {
            case InvalidConfigurationException _,
                    BackendUnavailableException _,
                    ForeignPrefixException _,
                    ClusterMismatchException _,
                    RefusedStartException _,
                    ListenException _ -> command.getErr().println(failure.getMessage());
            default -> failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return exitCode(failure);
    }

    private static int exitCode(Throwable failure) {
        return switch (failure) {
            case InvalidConfigurationException _,
                    ForeignPrefixException _,
                    ClusterMismatchException _,
                    RefusedStartException _ -> ExitCode.CONFIG;
            case BackendUnavailableException _ -> ExitCode.UNAVAILABLE;
            case CommandLine.ParameterException _ -> ExitCode.USAGE;
            default -> ExitCode.FAILED;
        };
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Chorale " + BuildInfo.VERSION + " on Java " + Runtime.version()};
        }
    }
}
