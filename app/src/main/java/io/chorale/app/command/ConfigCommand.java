package io.chorale.app.command;

import io.chorale.config.LoadedConfiguration;
import io.chorale.config.ReferencePage;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the server would run with, so that nobody has to guess. Secrets are masked. */
@Command(
        name = "config",
        description = "Print the settings in force and where each comes from; secrets are masked.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(names = "--reference", description = "Print docs/configuration.md instead.")
    private boolean reference;

    @Option(names = "--sample", description = "Print a chorale.yaml with every key and its default instead.")
    private boolean sample;

    private final CommandSpec[] spec = new CommandSpec[1];

    @Spec
    void spec(CommandSpec given) {
        spec[0] = given;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec[0].commandLine().getOut();
        if (reference || sample) {
            out.print(reference ? ReferencePage.markdown() : ReferencePage.sampleYaml());
            out.flush();
            return ExitCode.OK;
        }
        LoadedConfiguration loaded = options.load();
        out.print(loaded.table());
        out.flush();
        PrintWriter err = spec[0].commandLine().getErr();
        loaded.warnings().forEach(warning -> err.println("\n" + warning));
        err.flush();
        return ExitCode.OK;
    }
}
