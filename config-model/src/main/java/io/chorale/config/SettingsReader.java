package io.chorale.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Builds {@link Settings} from values and refuses combinations that cannot work. Used by one thread. */
final class SettingsReader {
    static final String MEMORY = "memory";
    private static final String REDIS = "redis";

    private final Values values;
    private final Set<String> managers;
    private final boolean inContainer;
    private final Path workingDirectory;

    /** @param managers names of the cluster managers on the class path */
    SettingsReader(Values values, Set<String> managers, boolean inContainer, Path workingDirectory) {
        this.values = values;
        this.managers = managers;
        this.inContainer = inContainer;
        this.workingDirectory = workingDirectory;
    }

    Settings read() {
        RedisReader redis = new RedisReader(values, inContainer);
        Optional<RedisTarget> own = redis.application();
        Optional<RedisTarget> websocket = redis.websocket();
        Optional<RedisTarget> application = own.or(() -> websocket);
        if (own.isEmpty() && websocket.isPresent()) {
            warnOfOneRedis();
        }
        Path data = workingDirectory.resolve(values.text(Catalogue.DATA_DIR)).normalize();
        int workers = values.number(Catalogue.WORKERS, 1, 64);
        if (workers > 1 && !values.isSet(Catalogue.REDIS_URL) && !values.isSet(Catalogue.SENTINEL_HOSTS)) {
            refuseWorkers(workers);
        }
        return new Settings(
                server(workers),
                redis.settings(application),
                websocket(websocket.or(() -> application)),
                session(),
                new CorsReader(values).read(),
                auth(),
                live(),
                new DatabaseReader(values, data).read(),
                models(),
                logging(),
                new DataSettings(data));
    }

    private ServerSettings server(int workers) {
        return new ServerSettings(
                values.text(Catalogue.HOST),
                values.number(Catalogue.PORT, 0, 65_535),
                workers,
                managementPort(),
                values.optional(Catalogue.MANAGEMENT_HOST).orElse(values.text(Catalogue.HOST)),
                values.text(Catalogue.NAME),
                publicUrl(),
                values.list(Catalogue.TRUSTED_PROXIES),
                values.duration(Catalogue.SHUTDOWN_TIMEOUT),
                values.choice(Catalogue.ENVIRONMENT, "dev", "prod"));
    }

    private OptionalInt managementPort() {
        return values.optional(Catalogue.MANAGEMENT_PORT).isPresent()
                ? OptionalInt.of(values.number(Catalogue.MANAGEMENT_PORT, 0, 65_535))
                : OptionalInt.empty();
    }

    private Optional<String> publicUrl() {
        return values.optional(Catalogue.PUBLIC_URL).filter(text -> {
            try {
                UrlParts url = UrlParts.parse(text);
                if (Set.of("http", "https").contains(url.scheme())
                        && url.userInfo().isEmpty()) {
                    return true;
                }
            } catch (IllegalArgumentException e) {
                // told below
            }
            values.findings()
                    .problem(
                            ProblemCode.BAD_URL,
                            "WEBUI_URL is '" + UrlParts.mask(text) + "'",
                            values.source(Catalogue.PUBLIC_URL),
                            "links in notifications would lead nowhere, or show a password to everybody",
                            "set it to the address that people type, for example WEBUI_URL=\"https://chat.example\"");
            return false;
        });
    }

    private void refuseWorkers(int workers) {
        values.findings()
                .problem(
                        ProblemCode.WORKERS_WITHOUT_REDIS,
                        "UVICORN_WORKERS is " + workers + " and REDIS_URL is not set",
                        values.source(Catalogue.WORKERS),
                        "without Redis the workers share nothing: session state is lost between requests, authentication"
                                + " fails intermittently, configuration is inconsistent and websockets malfunction",
                        "set REDIS_URL=\"redis://redis-valkey:6379/0\", or UVICORN_WORKERS=1");
    }

    private void warnOfOneRedis() {
        values.findings()
                .warning(
                        ProblemCode.ONLY_WEBSOCKET_REDIS,
                        "WEBSOCKET_REDIS_URL is set and REDIS_URL is not",
                        values.source(Catalogue.WEBSOCKET_REDIS_URL),
                        "sessions and settings would not be shared, so the Redis of the websockets is used for them too",
                        "set REDIS_URL as well to say where application state belongs");
    }

    private WebsocketSettings websocket(Optional<RedisTarget> redis) {
        boolean enabled = values.flag(Catalogue.WEBSOCKETS);
        if (!enabled) {
            refuseUpgradeOptions();
        }
        boolean logging = values.flag(Catalogue.LOGGING_SOCKETIO);
        return new WebsocketSettings(
                enabled,
                values.flag(Catalogue.STRICT_TRANSPORTS),
                manager(redis),
                redis,
                values.text(Catalogue.SOCKET_PATH),
                values.duration(Catalogue.PING_INTERVAL),
                values.duration(Catalogue.PING_TIMEOUT),
                values.duration(Catalogue.UPGRADE_TIMEOUT),
                values.duration(Catalogue.JOIN_TIMEOUT),
                values.bytes(Catalogue.MAX_PAYLOAD, 1_024, 100_000_000),
                values.bytes(Catalogue.MAX_QUEUE, 65_536, 1_000_000_000),
                values.number(Catalogue.MAX_SESSIONS, 1, 10_000_000),
                values.number(Catalogue.EVENTS_PER_SECOND, 0, 1_000_000),
                values.number(Catalogue.EVENT_BURST, 1, 1_000_000),
                values.flag(Catalogue.RECOVERY),
                values.duration(Catalogue.RECOVERY_WINDOW),
                values.duration(Catalogue.LOCK_TIMEOUT),
                values.duration(Catalogue.EVENT_CALLER_TIMEOUT),
                values.duration(Catalogue.HEARTBEAT_INTERVAL),
                logging,
                values.optionalFlag(Catalogue.LOGGING_ENGINEIO).orElse(logging),
                new ClusterReader(values).read());
    }

    private void refuseUpgradeOptions() {
        for (Variable variable : new Variable[] {Catalogue.UPGRADE_TIMEOUT, Catalogue.STRICT_TRANSPORTS}) {
            if (values.isSet(variable)) {
                values.findings()
                        .problem(
                                ProblemCode.POLLING_WITH_UPGRADE,
                                variable.name() + " is set and ENABLE_WEBSOCKET_SUPPORT is false",
                                values.source(variable),
                                "without websockets nothing is upgraded; one of the two was not meant",
                                "remove " + variable.name() + ", or set ENABLE_WEBSOCKET_SUPPORT=true");
            }
        }
    }

    private String manager(Optional<RedisTarget> redis) {
        String name = values.text(Catalogue.MANAGER).strip().toLowerCase(Locale.ROOT);
        if (!managers.contains(name)) {
            values.findings()
                    .problem(
                            ProblemCode.UNKNOWN_MANAGER,
                            "WEBSOCKET_MANAGER is '" + values.text(Catalogue.MANAGER) + "'",
                            values.source(Catalogue.MANAGER),
                            "no websocket manager of that name is on the class path",
                            "set WEBSOCKET_MANAGER to one of: " + String.join(", ", new TreeSet<>(managers)));
            return MEMORY;
        }
        if (name.equals(REDIS) && redis.isEmpty()) {
            values.findings()
                    .problem(
                            ProblemCode.MANAGER_WITHOUT_REDIS,
                            "WEBSOCKET_MANAGER is redis and neither WEBSOCKET_REDIS_URL nor REDIS_URL is set",
                            values.source(Catalogue.MANAGER),
                            "there is no Redis that could carry events between replicas",
                            "set WEBSOCKET_REDIS_URL=\"redis://redis-valkey:6379/1\", or remove WEBSOCKET_MANAGER");
        }
        return name;
    }

    private SessionSettings session() {
        return new SessionSettings(
                values.text(Catalogue.COOKIE_NAME),
                values.choice(Catalogue.COOKIE_SAME_SITE, "lax", "strict", "none"),
                values.flag(Catalogue.COOKIE_SECURE),
                values.lifetime(Catalogue.EXPIRES_IN),
                values.lifetime(Catalogue.IDLE_TIMEOUT).orElse(java.time.Duration.ofDays(3_650)));
    }

    private AuthSettings auth() {
        if (values.isSet(Catalogue.ADMIN_EMAIL) != values.isSet(Catalogue.ADMIN_PASSWORD)) {
            values.findings()
                    .problem(
                            ProblemCode.HALF_AN_ADMIN,
                            "only one of WEBUI_ADMIN_EMAIL and WEBUI_ADMIN_PASSWORD is set",
                            values.source(Catalogue.ADMIN_EMAIL),
                            "the first administrator needs both to sign in",
                            "set both, or neither");
        }
        return new AuthSettings(
                values.flag(Catalogue.AUTH_ENABLED),
                values.secret(Catalogue.SECRET_KEY),
                values.secret(Catalogue.PREVIOUS_SECRET_KEY),
                values.optionalFlag(Catalogue.SIGNUP),
                values.flag(Catalogue.LOGIN_FORM),
                values.flag(Catalogue.PASSWORD_CONFIRMATION),
                values.flag(Catalogue.PASSWORD_VALIDATION),
                values.choice(Catalogue.DEFAULT_ROLE, "pending", "user", "admin"),
                new ApiKeySettings(
                        values.flag(Catalogue.API_KEYS),
                        values.flag(Catalogue.API_KEYS_RESTRICTED),
                        values.list(Catalogue.API_KEYS_ENDPOINTS),
                        values.text(Catalogue.API_KEY_HEADER)),
                trustedHeaders(),
                values.optional(Catalogue.SIGN_OUT_REDIRECT),
                values.optional(Catalogue.ADMIN_EMAIL),
                values.secret(Catalogue.ADMIN_PASSWORD),
                values.text(Catalogue.ADMIN_NAME));
    }

    private Optional<TrustedHeaderSettings> trustedHeaders() {
        Optional<String> email = values.optional(Catalogue.TRUSTED_EMAIL_HEADER);
        if (email.isPresent() && values.list(Catalogue.TRUSTED_PROXIES).contains("*")) {
            values.findings()
                    .problem(
                            ProblemCode.TRUSTED_BY_ALL,
                            "WEBUI_AUTH_TRUSTED_EMAIL_HEADER is set and FORWARDED_ALLOW_IPS is *",
                            values.source(Catalogue.TRUSTED_EMAIL_HEADER),
                            "everybody who can reach this server could be anybody by sending that header",
                            "set FORWARDED_ALLOW_IPS to the addresses of your proxy");
        }
        return email.map(header -> new TrustedHeaderSettings(
                header,
                values.optional(Catalogue.TRUSTED_NAME_HEADER),
                values.optional(Catalogue.TRUSTED_ROLE_HEADER)));
    }

    private LiveDefaults live() {
        Map<String, LiveDefaults.Given> given = new LinkedHashMap<>();
        Catalogue.all().stream()
                .filter(variable -> variable.live() && !values.text(variable).equals(variable.standard()))
                .forEach(variable -> given.put(
                        variable.name(), new LiveDefaults.Given(values.text(variable), values.source(variable))));
        return new LiveDefaults(given, values.flag(Catalogue.PERSISTENT), values.flag(Catalogue.RESET));
    }

    private ModelsSettings models() {
        return new ModelsSettings(
                values.flag(Catalogue.MODELS_ENABLED),
                values.list(Catalogue.MODEL_URLS),
                values.list(Catalogue.MODEL_KEYS).stream().map(Secret::new).toList(),
                values.list(Catalogue.DEFAULT_MODELS));
    }

    private LoggingSettings logging() {
        String level = switch (values.choice(
                Catalogue.LOG_LEVEL, "error", "warn", "info", "debug", "trace", "critical", "warning")) {
            case "critical" -> "ERROR";
            case "warning" -> "WARN";
            case String known -> known.toUpperCase(Locale.ROOT);
        };
        return new LoggingSettings(
                level, values.choice(Catalogue.LOG_FORMAT, "text", "json").equals("json"));
    }
}
