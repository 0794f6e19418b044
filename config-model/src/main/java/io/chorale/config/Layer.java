package io.chorale.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one source says, by YAML key.
 *
 * @param sources where each text stands
 */
record Layer(Map<String, String> texts, Map<String, String> sources) {
    static final Layer EMPTY = new Layer(Map.of(), Map.of());

    /** Variables with these beginnings are ours or Open WebUI's; a typo in one would otherwise be silent. */
    private static final Set<String> PREFIXES =
            Set.of("REDIS_", "WEBSOCKET_", "CORS_", "WEBUI_", "UVICORN_", "DATABASE_", "CHORALE_");

    private static final Map<String, Variable> BY_KEY =
            Catalogue.all().stream().collect(Collectors.toMap(Variable::key, Function.identity()));

    private static final Set<String> NAMES =
            Catalogue.all().stream().flatMap(Layer::namesOf).collect(Collectors.toUnmodifiableSet());

    private static java.util.stream.Stream<String> namesOf(Variable variable) {
        List<String> names = new ArrayList<>(variable.aliases());
        names.add(variable.name());
        if (variable.secret()) {
            names.add(variable.fileName());
        }
        return names.stream();
    }

    // --- YAML ---------------------------------------------------------------------------------------------------

    static Layer ofYaml(String text, String name, Findings findings) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> sources = new LinkedHashMap<>();
        try {
            YamlFile.parse(text).entries().forEach((key, entry) -> {
                String source = name + ":" + entry.line();
                Variable variable = BY_KEY.get(key);
                if (variable == null) {
                    unknownKey(key, source, findings);
                } else {
                    texts.put(key, String.join(variable.type().separator(), entry.items()));
                    sources.put(key, source);
                }
            });
        } catch (IllegalArgumentException e) {
            findings.problem(
                    ProblemCode.UNREADABLE_FILE,
                    name + " is not YAML: " + e.getMessage(),
                    name,
                    "none of its settings could be read",
                    "mend the place that is named; indent with spaces and put quotes around texts with : or #");
        }
        return new Layer(texts, sources);
    }

    private static void unknownKey(String key, String source, Findings findings) {
        findings.problem(
                ProblemCode.UNKNOWN_KEY,
                "'" + key + "' is no setting",
                source,
                "what it was meant to set keeps its default",
                Suggestion.nearest(key, BY_KEY.keySet())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("see docs/configuration.md for all settings, or remove it"));
    }

    // --- command line -------------------------------------------------------------------------------------------

    static Layer ofSets(List<String> sets, Findings findings) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> sources = new LinkedHashMap<>();
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals < 1) {
                findings.problem(
                        ProblemCode.BAD_SET,
                        "--set " + UrlParts.mask(set),
                        "command line",
                        "it names no value",
                        "write --set key=value, for example --set server.port=8081");
            } else if (!BY_KEY.containsKey(set.substring(0, equals))) {
                unknownKey(set.substring(0, equals), "--set", findings);
            } else {
                texts.put(set.substring(0, equals), set.substring(equals + 1));
                sources.put(set.substring(0, equals), "--set");
            }
        }
        return new Layer(texts, sources);
    }

    // --- environment --------------------------------------------------------------------------------------------

    static Layer ofEnvironment(Map<String, String> environment, Findings findings) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> sources = new LinkedHashMap<>();
        for (Variable variable : Catalogue.all()) {
            read(variable, environment, findings)
                    .filter(value -> counts(variable, value))
                    .ifPresent(value -> {
                        texts.put(variable.key(), value.text());
                        sources.put(variable.key(), value.source());
                    });
        }
        environment.keySet().stream().sorted().forEach(name -> judgeUnknown(name, findings));
        return new Layer(texts, sources);
    }

    /** Compose files pass unset variables on as empty ones; those must not hide what a file says. */
    private static boolean counts(Variable variable, RawValue value) {
        return !value.text().isEmpty() || variable.equals(Catalogue.KEY_PREFIX);
    }

    private static Optional<RawValue> read(Variable variable, Map<String, String> environment, Findings findings) {
        Optional<RawValue> plain = plain(variable, environment);
        String file = variable.secret() ? environment.getOrDefault(variable.fileName(), "") : "";
        if (file.isEmpty()) {
            return plain;
        }
        if (plain.filter(value -> !value.text().isEmpty()).isPresent()) {
            findings.problem(
                    ProblemCode.SECRET_FILE,
                    variable.name() + " and " + variable.fileName() + " are both set",
                    "variable " + variable.fileName(),
                    "they may differ, and only one can count",
                    "remove one of them");
            return plain;
        }
        return fromFile(variable, file, findings);
    }

    private static Optional<RawValue> plain(Variable variable, Map<String, String> environment) {
        List<String> names = new ArrayList<>(List.of(variable.name()));
        names.addAll(variable.aliases());
        return names.stream()
                .filter(environment::containsKey)
                .max(Comparator.comparing(
                        name -> !environment.getOrDefault(name, "").isEmpty()))
                .map(name -> new RawValue(environment.getOrDefault(name, ""), "variable " + name));
    }

    private static Optional<RawValue> fromFile(Variable variable, String file, Findings findings) {
        try {
            String text = Files.readString(Path.of(file)).replaceFirst("\\R$", "");
            return Optional.of(new RawValue(text, "file " + file + " (variable " + variable.fileName() + ")"));
        } catch (IOException | java.nio.file.InvalidPathException e) {
            findings.problem(
                    ProblemCode.SECRET_FILE,
                    variable.fileName() + " is '" + file + "', which cannot be read: "
                            + e.getClass().getSimpleName(),
                    "variable " + variable.fileName(),
                    "the secret is missing",
                    "check that the file is there and readable for this user: ls -l " + file);
            return Optional.empty();
        }
    }

    private static void judgeUnknown(String name, Findings findings) {
        if (NAMES.contains(name) || PREFIXES.stream().noneMatch(name::startsWith)) {
            return;
        }
        Optional<String> near = Suggestion.nearest(name, NAMES);
        if (near.isPresent()) {
            findings.problem(
                    ProblemCode.UNKNOWN_VARIABLE,
                    name + " is set, and there is no such variable",
                    "variable " + name,
                    "what it was meant to set keeps its default",
                    "did you mean " + near.get() + "?");
        } else {
            findings.warning(
                    ProblemCode.FOREIGN_VARIABLE,
                    name + " is set, and Chorale does not know it",
                    "variable " + name,
                    "it has no effect here; variables of Open WebUI for other parts are left alone",
                    "nothing has to be done; see docs/configuration.md for those that count");
        }
    }
}
