package io.chorale.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns DATABASE_URL, or the five variables beside it, into a JDBC address without credentials. Used by one thread. */
final class DatabaseReader {
    private static final List<Variable> PARTS = List.of(
            Catalogue.DATABASE_TYPE,
            Catalogue.DATABASE_USER,
            Catalogue.DATABASE_PASSWORD,
            Catalogue.DATABASE_HOST,
            Catalogue.DATABASE_NAME);

    private static final Set<String> POSTGRESQL = Set.of("postgresql", "postgres");
    private static final Set<String> CREDENTIALS = Set.of("user", "password");
    private static final int DEFAULT_PORT = 5432;

    private final Values values;
    private final Path dataDirectory;

    DatabaseReader(Values values, Path dataDirectory) {
        this.values = values;
        this.dataDirectory = dataDirectory;
    }

    private record Address(
            DatabaseSettings.Kind kind, String jdbcUrl, Optional<String> username, Optional<Secret> password) {}

    DatabaseSettings read() {
        Address address = address();
        return new DatabaseSettings(
                address.kind(),
                address.jdbcUrl(),
                address.username(),
                address.password(),
                values.number(Catalogue.POOL_SIZE, 1, 500),
                values.duration(Catalogue.POOL_TIMEOUT),
                values.flag(Catalogue.MIGRATE));
    }

    private Address address() {
        if (values.isSet(Catalogue.DATABASE_URL)) {
            return ofUrl(values.text(Catalogue.DATABASE_URL));
        }
        if (PARTS.stream().allMatch(values::isSet)) {
            return ofParts();
        }
        if (PARTS.stream().anyMatch(values::isSet) && !namesSqlite()) {
            refusePartial();
        }
        return sqlite(dataDirectory.resolve("webui.db"));
    }

    private boolean namesSqlite() {
        return values.text(Catalogue.DATABASE_TYPE).strip().equalsIgnoreCase("sqlite");
    }

    /** Half of an address would otherwise mean an empty SQLite file, and everybody's accounts seem to be gone. */
    private void refusePartial() {
        List<Variable> set = PARTS.stream().filter(values::isSet).toList();
        values.findings()
                .problem(
                        ProblemCode.HALF_A_DATABASE,
                        names(set) + " set, and not "
                                + names(PARTS.stream()
                                        .filter(part -> !values.isSet(part))
                                        .toList()),
                        values.source(set.getFirst()),
                        "the database that is meant cannot be found, and an empty SQLite file would be used in its"
                                + " place",
                        "set all of " + names(PARTS)
                                + ", or DATABASE_URL=\"postgresql://user:password@host:5432/name\"");
    }

    private static String names(List<Variable> variables) {
        return variables.stream().map(Variable::name).collect(Collectors.joining(", "));
    }

    private Address ofParts() {
        if (!values.text(Catalogue.DATABASE_TYPE).toLowerCase(Locale.ROOT).startsWith("postgres")) {
            return refuse(Catalogue.DATABASE_TYPE, "DATABASE_TYPE is '" + values.text(Catalogue.DATABASE_TYPE) + "'");
        }
        int port = values.isSet(Catalogue.DATABASE_PORT)
                ? values.number(Catalogue.DATABASE_PORT, 1, 65_535)
                : DEFAULT_PORT;
        return new Address(
                DatabaseSettings.Kind.POSTGRESQL,
                "jdbc:postgresql://" + values.text(Catalogue.DATABASE_HOST) + ":" + port + "/"
                        + encode(values.text(Catalogue.DATABASE_NAME)),
                values.optional(Catalogue.DATABASE_USER),
                values.secret(Catalogue.DATABASE_PASSWORD));
    }

    private Address ofUrl(String text) {
        if (text.startsWith("sqlite:///")) {
            return sqlite(Path.of(text.substring("sqlite:///".length())));
        }
        try {
            UrlParts url = UrlParts.parse(text);
            if (!POSTGRESQL.contains(url.scheme())) {
                return refuse(Catalogue.DATABASE_URL, seen(text, "the scheme is '" + url.scheme() + "'"));
            }
            if (url.path().length() < 2) {
                return refuse(Catalogue.DATABASE_URL, seen(text, "it names no database"));
            }
            return postgresql(url);
        } catch (IllegalArgumentException e) {
            return refuse(Catalogue.DATABASE_URL, seen(text, e.getMessage()));
        }
    }

    private static String seen(String text, @Nullable String reason) {
        return "DATABASE_URL is '" + UrlParts.mask(text) + "': " + reason;
    }

    /** Credentials leave the address, also those in its query: what is logged must not hold them. */
    private static Address postgresql(UrlParts url) {
        String query = url.query().entrySet().stream()
                .filter(parameter -> !CREDENTIALS.contains(parameter.getKey()))
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return new Address(
                DatabaseSettings.Kind.POSTGRESQL,
                "jdbc:postgresql://" + url.hostInUrl() + ":" + url.port().orElse(DEFAULT_PORT) + url.path()
                        + (query.isEmpty() ? "" : "?" + query),
                url.userBeforeColon().or(url::loneCredential).or(() -> parameter(url, "user")),
                url.passwordAfterColon().or(() -> parameter(url, "password")).map(Secret::new));
    }

    private static Optional<String> parameter(UrlParts url, String name) {
        return Optional.ofNullable(url.query().get(name)).filter(value -> !value.isEmpty());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Address sqlite(Path file) {
        return new Address(DatabaseSettings.Kind.SQLITE, "jdbc:sqlite:" + file, Optional.empty(), Optional.empty());
    }

    private Address refuse(Variable variable, String seen) {
        values.findings()
                .problem(
                        ProblemCode.DATABASE_URL,
                        seen,
                        values.source(variable),
                        "Chorale works with PostgreSQL and SQLite and cannot tell which database is meant",
                        "set DATABASE_URL=\"postgresql://user:password@host:5432/chorale\", or leave it out for a SQLite"
                                + " file in DATA_DIR");
        return sqlite(dataDirectory.resolve("webui.db"));
    }
}
