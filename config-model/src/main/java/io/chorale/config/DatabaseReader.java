package io.chorale.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns DATABASE_URL, or the five variables beside it, into a JDBC address without credentials. Used by one thread. */
final class DatabaseReader {
    private static final List<Variable> PARTS = List.of(
            Catalogue.DATABASE_TYPE,
            Catalogue.DATABASE_USER,
            Catalogue.DATABASE_PASSWORD,
            Catalogue.DATABASE_HOST,
            Catalogue.DATABASE_NAME);

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
        return sqlite(dataDirectory.resolve("webui.db"));
    }

    private Address ofParts() {
        if (!values.text(Catalogue.DATABASE_TYPE).toLowerCase(Locale.ROOT).startsWith("postgres")) {
            return refuse(Catalogue.DATABASE_TYPE, "DATABASE_TYPE is '" + values.text(Catalogue.DATABASE_TYPE) + "'");
        }
        int port = values.isSet(Catalogue.DATABASE_PORT) ? values.number(Catalogue.DATABASE_PORT, 1, 65_535) : 5432;
        return new Address(
                DatabaseSettings.Kind.POSTGRESQL,
                "jdbc:postgresql://" + values.text(Catalogue.DATABASE_HOST) + ":" + port + "/"
                        + values.text(Catalogue.DATABASE_NAME),
                values.optional(Catalogue.DATABASE_USER),
                values.secret(Catalogue.DATABASE_PASSWORD));
    }

    private Address ofUrl(String text) {
        if (text.startsWith("sqlite:///")) {
            return sqlite(Path.of(text.substring("sqlite:///".length())));
        }
        try {
            URI uri = new URI(text.strip());
            boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (postgres
                    && uri.getHost() != null
                    && uri.getPath() != null
                    && uri.getPath().length() > 1) {
                return postgresql(uri);
            }
        } catch (URISyntaxException e) {
            // told below; the exception's text would repeat the password
        }
        return refuse(Catalogue.DATABASE_URL, "DATABASE_URL is '" + RedisUrl.mask(text) + "'");
    }

    private static Address postgresql(URI uri) {
        String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new Address(
                DatabaseSettings.Kind.POSTGRESQL,
                "jdbc:postgresql://" + uri.getHost() + ":" + (uri.getPort() == -1 ? 5432 : uri.getPort())
                        + uri.getPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
                Optional.of(decode(user)).filter(name -> !name.isEmpty()),
                Optional.of(decode(password))
                        .filter(secret -> !secret.isEmpty())
                        .map(Secret::new));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
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
