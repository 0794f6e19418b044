package io.chorale.app.command;

import io.chorale.app.server.Providers;
import io.chorale.config.ConfigurationLoader;
import io.chorale.config.LoadedConfiguration;
import io.chorale.websocket.cluster.ClusterManagerProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where settings come from, for every command that reads them. */
final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read this file instead of chorale.yaml here or in /etc/chorale.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set one key, stronger than file and environment. Can be given several times.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--port", paramLabel = "N", description = "Short for --set server.port=N.")
    private @Nullable String port;

    LoadedConfiguration load() {
        List<String> all = new ArrayList<>(sets);
        if (port != null) {
            all.add("server.port=" + port);
        }
        return ConfigurationLoader.ofThisProcess(
                        Providers.names(ClusterManagerProvider.class, ClusterManagerProvider::name))
                .load(all, Optional.ofNullable(file));
    }
}
