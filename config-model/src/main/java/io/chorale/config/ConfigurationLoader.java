package io.chorale.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads settings from, weakest first: defaults, {@code application.yaml} in the jar, {@code chorale.yaml}, the
 * environment, {@code --set key=value}. Immutable; everything it looks at is given to it.
 *
 * @param managers names of the cluster managers on the class path, lower case
 * @param inContainer a Redis on localhost then is probably a mistake
 */
public record ConfigurationLoader(
        Map<String, String> environment, Path workingDirectory, Set<String> managers, boolean inContainer) {
    private static final String FILE_NAME = "chorale.yaml";
    private static final Path SYSTEM_FILE = Path.of("/etc/chorale", FILE_NAME);

    public ConfigurationLoader {
        environment = Map.copyOf(environment);
        managers = Set.copyOf(managers);
    }

    /** With the environment and working directory of this process. */
    public static ConfigurationLoader ofThisProcess(Set<String> managers) {
        boolean container = Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"));
        return new ConfigurationLoader(System.getenv(), Path.of("").toAbsolutePath(), managers, container);
    }

    /**
     * @param sets {@code key=value} from the command line
     * @param file instead of {@code chorale.yaml} in the working directory or {@code /etc/chorale}
     * @throws InvalidConfigurationException with everything that is wrong
     */
    public LoadedConfiguration load(List<String> sets, Optional<Path> file) {
        Findings findings = new Findings();
        List<Layer> layers = List.of(
                Layer.ofSets(sets, findings),
                Layer.ofEnvironment(environment, findings),
                yaml(file, findings),
                jar(findings));
        Map<Variable, RawValue> raw = merge(layers);
        Values values = new Values(raw, findings);
        Settings settings = new SettingsReader(values, managers, inContainer, workingDirectory).read();
        warnOfInert(values, findings);
        findings.refuseIfAny();
        return new LoadedConfiguration(settings, effective(values), findings.warnings());
    }

    private Layer yaml(Optional<Path> named, Findings findings) {
        Path own = workingDirectory.resolve(FILE_NAME);
        Path file = named.map(workingDirectory::resolve).orElse(Files.exists(own) ? own : SYSTEM_FILE);
        if (named.isEmpty() && !Files.exists(file)) {
            return Layer.EMPTY;
        }
        try {
            return Layer.ofYaml(Files.readString(file), file.getFileName().toString(), findings);
        } catch (IOException e) {
            findings.problem(
                    ProblemCode.UNREADABLE_FILE,
                    "the file " + file + " cannot be read: " + e.getClass().getSimpleName(),
                    named.isPresent() ? "--config" : file.toString(),
                    "its settings would be missing without a word",
                    "check the name and its permissions: ls -l " + file);
            return Layer.EMPTY;
        }
    }

    private static Layer jar(Findings findings) {
        try (InputStream in = ConfigurationLoader.class.getResourceAsStream("/application.yaml")) {
            return in == null
                    ? Layer.EMPTY
                    : Layer.ofYaml(new String(in.readAllBytes(), StandardCharsets.UTF_8), "application.yaml", findings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Variable, RawValue> merge(List<Layer> strongestFirst) {
        Config.Builder builder = Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableKeyResolving()
                .disableValueResolving(); // a password may contain ${
        for (Layer layer : strongestFirst) {
            builder.addSource(ConfigSources.create(layer.texts()).build());
        }
        Config config = builder.build();
        Map<Variable, RawValue> raw = new LinkedHashMap<>();
        for (Variable variable : Catalogue.all()) {
            config.get(variable.key())
                    .asString()
                    .ifPresent(text -> raw.put(variable, new RawValue(text, source(variable, strongestFirst))));
        }
        return raw;
    }

    private static String source(Variable variable, List<Layer> strongestFirst) {
        return strongestFirst.stream()
                .filter(layer -> layer.texts().containsKey(variable.key()))
                .findFirst()
                .map(layer -> layer.sources().getOrDefault(variable.key(), RawValue.DEFAULT))
                .orElse(RawValue.DEFAULT);
    }

    private static void warnOfInert(Values values, Findings findings) {
        for (Variable variable : Catalogue.all()) {
            if (variable.inert() && values.isSet(variable)) {
                findings.warning(
                        ProblemCode.WITHOUT_EFFECT,
                        variable.name() + " is set",
                        values.source(variable),
                        variable.meaning(),
                        "nothing has to be done; you may remove it");
            }
        }
    }

    private static List<EffectiveValue> effective(Values values) {
        List<EffectiveValue> effective = new ArrayList<>();
        for (Variable variable : Catalogue.all()) {
            String text = values.text(variable);
            String shown = variable.secret() && !text.isEmpty() && variable.type() != VariableType.URL
                    ? "********"
                    : UrlParts.mask(text);
            effective.add(new EffectiveValue(variable, shown, values.source(variable)));
        }
        return effective;
    }
}
