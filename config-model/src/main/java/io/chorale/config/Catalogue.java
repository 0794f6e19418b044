package io.chorale.config;

import static io.chorale.config.Topic.AUTH;
import static io.chorale.config.Topic.CORS;
import static io.chorale.config.Topic.DATA;
import static io.chorale.config.Topic.DATABASE;
import static io.chorale.config.Topic.LIVE;
import static io.chorale.config.Topic.LOGGING;
import static io.chorale.config.Topic.MODELS;
import static io.chorale.config.Topic.REDIS;
import static io.chorale.config.Topic.SERVER;
import static io.chorale.config.Topic.SESSION;
import static io.chorale.config.Topic.WEBSOCKET;
import static io.chorale.config.VariableType.BOOLEAN;
import static io.chorale.config.VariableType.BYTES;
import static io.chorale.config.VariableType.COMMA_LIST;
import static io.chorale.config.VariableType.LIFETIME;
import static io.chorale.config.VariableType.MILLISECONDS;
import static io.chorale.config.VariableType.NUMBER;
import static io.chorale.config.VariableType.PATH;
import static io.chorale.config.VariableType.SECONDS;
import static io.chorale.config.VariableType.SEMICOLON_LIST;
import static io.chorale.config.VariableType.TEXT;
import static io.chorale.config.VariableType.URL;

import java.util.List;

/**
 * Every variable: the one source of what is read, of {@code docs/configuration.md}, of the sample YAML file and of
 * {@code chorale config}. Longer than other files because it is one table.
 */
public final class Catalogue {
    // Server
    static final Variable HOST = Variable.of("HOST", SERVER, "server.host", TEXT, "0.0.0.0", "Address to listen on.");
    static final Variable PORT = Variable.of(
            "PORT", SERVER, "server.port", NUMBER, "8080", "Port to listen on, 0 to 65535; 0 takes a free one.");
    static final Variable WORKERS = Variable.of(
                    "UVICORN_WORKERS",
                    SERVER,
                    "server.workers",
                    NUMBER,
                    "1",
                    "Processes on this host that share the port, 1 to 64. More than one needs REDIS_URL.")
            .alias("WORKERS");
    static final Variable MANAGEMENT_PORT = Variable.of(
            "MANAGEMENT_PORT",
            SERVER,
            "server.management-port",
            NUMBER,
            "",
            "Port of its own for /metrics, /health and /ready, 0 to 65535; 0 takes a free one. Not set: /metrics is"
                    + " on PORT, for everybody who gets there.");
    static final Variable MANAGEMENT_HOST = Variable.of(
            "MANAGEMENT_HOST",
            SERVER,
            "server.management-host",
            TEXT,
            "",
            "Address for MANAGEMENT_PORT to listen on; HOST when not set.");
    static final Variable NAME =
            Variable.of("WEBUI_NAME", SERVER, "server.name", TEXT, "Chorale", "Name that people see.");
    static final Variable PUBLIC_URL = Variable.of(
                    "WEBUI_URL",
                    SERVER,
                    "server.public-url",
                    URL,
                    "",
                    "Where people reach the page, for example https://chat.example.")
            .asLive();
    static final Variable TRUSTED_PROXIES = Variable.of(
            "FORWARDED_ALLOW_IPS",
            SERVER,
            "server.trusted-proxies",
            COMMA_LIST,
            "127.0.0.1,::1",
            "Addresses or CIDR blocks of proxies whose X-Forwarded-* headers count; * trusts everybody.");
    static final Variable SHUTDOWN_TIMEOUT = Variable.of(
            "SHUTDOWN_TIMEOUT",
            SERVER,
            "server.shutdown-timeout",
            SECONDS,
            "30",
            "Bound on an orderly stop: clients are sent away, requests end, events are flushed.");
    static final Variable ENVIRONMENT = Variable.of("ENV", SERVER, "server.environment", TEXT, "prod", "dev or prod.");

    // Redis
    static final Variable REDIS_URL = Variable.of(
                    "REDIS_URL",
                    REDIS,
                    "redis.url",
                    URL,
                    "",
                    "redis:// or rediss:// [user:password@]host[:port][/db]. Application state: sessions, settings, coordination."
                            + " Needed as soon as more than one process runs. With Sentinel the host is the name of the master.")
            .asSecret();
    static final Variable REDIS_CLUSTER = Variable.of(
            "REDIS_CLUSTER",
            REDIS,
            "redis.cluster",
            BOOLEAN,
            "false",
            "REDIS_URL names a node of a Redis Cluster. Keys then carry the prefix in braces. Sentinel wins over it.");
    static final Variable KEY_PREFIX = Variable.of(
            "REDIS_KEY_PREFIX",
            REDIS,
            "redis.key-prefix",
            TEXT,
            "open-webui",
            "Before every key and channel; two installations on one Redis need different ones.");
    static final Variable SENTINEL_HOSTS = Variable.of(
            "REDIS_SENTINEL_HOSTS",
            REDIS,
            "redis.sentinel-hosts",
            COMMA_LIST,
            "",
            "Hosts of the Sentinels. Setting it switches Sentinel on.");
    static final Variable SENTINEL_PORT =
            Variable.of("REDIS_SENTINEL_PORT", REDIS, "redis.sentinel-port", NUMBER, "26379", "Port of all Sentinels.");
    static final Variable SENTINEL_RETRIES = Variable.of(
            "REDIS_SENTINEL_MAX_RETRY_COUNT",
            REDIS,
            "redis.sentinel-max-retry-count",
            NUMBER,
            "2",
            "Attempts of a command while a master is replaced, 1 to 100.");
    static final Variable CONNECT_TIMEOUT = Variable.of(
            "REDIS_SOCKET_CONNECT_TIMEOUT",
            REDIS,
            "redis.connect-timeout",
            SECONDS,
            "2",
            "How long one attempt to connect may take.");
    static final Variable COMMAND_TIMEOUT = Variable.of(
            "REDIS_SOCKET_TIMEOUT",
            REDIS,
            "redis.command-timeout",
            SECONDS,
            "1",
            "How long Redis may take to answer a command.");
    static final Variable KEEPALIVE = Variable.of(
            "REDIS_SOCKET_KEEPALIVE", REDIS, "redis.keepalive", BOOLEAN, "true", "TCP keep-alive on the links.");
    static final Variable HEALTH_CHECK = Variable.of(
            "REDIS_HEALTH_CHECK_INTERVAL",
            REDIS,
            "redis.health-check-interval",
            SECONDS,
            "2",
            "PING on each link this often, so that a dead one is noticed; below the server's own timeout setting.");
    static final Variable RECONNECT_DELAY = Variable.of(
            "REDIS_RECONNECT_DELAY",
            REDIS,
            "redis.reconnect-delay",
            MILLISECONDS,
            "220",
            "Pause between two attempts to connect or to repeat a command.");
    static final Variable RESPONSE_STREAM_TTL = Variable.of(
                    "REDIS_RESPONSE_STREAM_TTL",
                    REDIS,
                    "redis.response-stream-ttl",
                    NUMBER,
                    "",
                    "Without effect: Chorale keeps no separate streams of model replies.")
            .withoutEffect();

    // Websockets
    static final Variable WEBSOCKETS = Variable.of(
            "ENABLE_WEBSOCKET_SUPPORT",
            WEBSOCKET,
            "websocket.enabled",
            BOOLEAN,
            "true",
            "true: websockets, and long polling for clients behind proxies that block them. false: polling only.");
    static final Variable STRICT_TRANSPORTS = Variable.of(
            "WEBSOCKET_STRICT_TRANSPORTS",
            WEBSOCKET,
            "websocket.strict-transports",
            BOOLEAN,
            "false",
            "Websockets alone when they are enabled, as Open WebUI does, instead of polling with upgrade.");
    static final Variable MANAGER = Variable.of(
            "WEBSOCKET_MANAGER",
            WEBSOCKET,
            "websocket.manager",
            TEXT,
            "memory",
            "What joins the replicas: memory (one process) or redis.");
    static final Variable WEBSOCKET_REDIS_URL = Variable.of(
                    "WEBSOCKET_REDIS_URL",
                    WEBSOCKET,
                    "websocket.redis-url",
                    URL,
                    "",
                    "Redis for websocket state; REDIS_URL when not set.")
            .asSecret();
    static final Variable WEBSOCKET_REDIS_CLUSTER = Variable.of(
            "WEBSOCKET_REDIS_CLUSTER",
            WEBSOCKET,
            "websocket.redis-cluster",
            BOOLEAN,
            "",
            "WEBSOCKET_REDIS_URL names a node of a Redis Cluster; REDIS_CLUSTER when not set.");
    static final Variable WEBSOCKET_REDIS_OPTIONS = Variable.of(
                    "WEBSOCKET_REDIS_OPTIONS",
                    WEBSOCKET,
                    "websocket.redis-options",
                    TEXT,
                    "",
                    "Without effect: options of a Python library. Time-outs are set by REDIS_SOCKET_TIMEOUT and others.")
            .withoutEffect();
    static final Variable WEBSOCKET_SENTINEL_HOSTS = Variable.of(
            "WEBSOCKET_SENTINEL_HOSTS",
            WEBSOCKET,
            "websocket.sentinel-hosts",
            COMMA_LIST,
            "",
            "Sentinels of the websocket Redis; those of REDIS_SENTINEL_HOSTS when WEBSOCKET_REDIS_URL is not set either.");
    static final Variable WEBSOCKET_SENTINEL_PORT = Variable.of(
            "WEBSOCKET_SENTINEL_PORT",
            WEBSOCKET,
            "websocket.sentinel-port",
            NUMBER,
            "26379",
            "Port of those Sentinels.");
    static final Variable LOCK_TIMEOUT = Variable.of(
            "WEBSOCKET_REDIS_LOCK_TIMEOUT",
            WEBSOCKET,
            "websocket.lock-timeout",
            SECONDS,
            "60",
            "Life of the locks that clean up after dead replicas.");
    static final Variable LOGGING_SOCKETIO = Variable.of(
            "WEBSOCKET_SERVER_LOGGING",
            WEBSOCKET,
            "websocket.logging",
            BOOLEAN,
            "false",
            "Log what the Socket.IO server does, at DEBUG.");
    static final Variable LOGGING_ENGINEIO = Variable.of(
            "WEBSOCKET_SERVER_ENGINEIO_LOGGING",
            WEBSOCKET,
            "websocket.engine-logging",
            BOOLEAN,
            "",
            "The same for the Engine.IO layer; WEBSOCKET_SERVER_LOGGING when not set.");
    static final Variable PING_INTERVAL = Variable.of(
            "WEBSOCKET_SERVER_PING_INTERVAL",
            WEBSOCKET,
            "websocket.ping-interval",
            SECONDS,
            "25",
            "After a pong until the next ping. Proxies must not time out below it.");
    static final Variable PING_TIMEOUT = Variable.of(
            "WEBSOCKET_SERVER_PING_TIMEOUT",
            WEBSOCKET,
            "websocket.ping-timeout",
            SECONDS,
            "20",
            "After a ping until a silent client is given up.");
    static final Variable EVENT_CALLER_TIMEOUT = Variable.of(
            "WEBSOCKET_EVENT_CALLER_TIMEOUT",
            WEBSOCKET,
            "websocket.event-caller-timeout",
            SECONDS,
            "60",
            "How long the server waits for a client's answer to a question.");
    static final Variable HEARTBEAT_INTERVAL = Variable.of(
            "WEBSOCKET_HEARTBEAT_INTERVAL",
            WEBSOCKET,
            "websocket.heartbeat-interval",
            SECONDS,
            "30",
            "How often pages say that they are there.");
    static final Variable ROOM_CHANNELS = Variable.of(
                    "WEBSOCKET_REDIS_ROOM_CHANNELS",
                    WEBSOCKET,
                    "websocket.redis-room-channels",
                    BOOLEAN,
                    "",
                    "Without effect: a replica always hears only of rooms that it has members of.")
            .withoutEffect();
    static final Variable SOCKET_PATH = Variable.of(
            "WEBSOCKET_PATH", WEBSOCKET, "websocket.path", TEXT, "/ws/socket.io", "Path of the Socket.IO endpoint.");
    static final Variable UPGRADE_TIMEOUT = Variable.of(
            "WEBSOCKET_UPGRADE_TIMEOUT",
            WEBSOCKET,
            "websocket.upgrade-timeout",
            SECONDS,
            "10",
            "How long a change from polling to a websocket may take.");
    static final Variable JOIN_TIMEOUT = Variable.of(
            "WEBSOCKET_CONNECT_TIMEOUT",
            WEBSOCKET,
            "websocket.connect-timeout",
            SECONDS,
            "45",
            "How long a connection may exist without joining a namespace.");
    static final Variable MAX_PAYLOAD = Variable.of(
            "WEBSOCKET_MAX_PAYLOAD",
            WEBSOCKET,
            "websocket.max-payload",
            BYTES,
            "1000000",
            "Largest message that is taken from a client.");
    static final Variable MAX_QUEUE = Variable.of(
            "WEBSOCKET_MAX_QUEUE",
            WEBSOCKET,
            "websocket.max-queue",
            BYTES,
            "4MiB",
            "Most that may wait for one client before it is sent away as too slow.");
    static final Variable MAX_SESSIONS = Variable.of(
            "WEBSOCKET_MAX_SESSIONS",
            WEBSOCKET,
            "websocket.max-sessions",
            NUMBER,
            "50000",
            "Connections of this process at most; more are answered 503.");
    static final Variable EVENTS_PER_SECOND = Variable.of(
            "WEBSOCKET_EVENTS_PER_SECOND",
            WEBSOCKET,
            "websocket.events-per-second",
            NUMBER,
            "100",
            "Events that a client may send in the long run; above, it is not read, and after 30 s closed. 0: no limit.");
    static final Variable EVENT_BURST = Variable.of(
            "WEBSOCKET_EVENT_BURST",
            WEBSOCKET,
            "websocket.event-burst",
            NUMBER,
            "200",
            "Events that a client may send at once after a pause.");
    static final Variable RECOVERY = Variable.of(
            "WEBSOCKET_RECOVERY",
            WEBSOCKET,
            "websocket.recovery",
            BOOLEAN,
            "true",
            "Clients resume after a lost connection with nothing missing and nothing twice.");
    static final Variable RECOVERY_WINDOW = Variable.of(
            "WEBSOCKET_RECOVERY_WINDOW",
            WEBSOCKET,
            "websocket.recovery-window",
            SECONDS,
            "120",
            "How long after a lost connection a client can resume.");

    // Between replicas
    static final Variable CLUSTER_SECRET = Variable.of(
                    "WEBSOCKET_CLUSTER_SECRET",
                    WEBSOCKET,
                    "websocket.cluster-secret",
                    TEXT,
                    "",
                    "Signs what replicas say to each other through Redis; the same on all of them. Nothing is signed when not set.")
            .asSecret();
    static final Variable LOG_ENTRIES = Variable.of(
            "WEBSOCKET_LOG_ENTRIES",
            WEBSOCKET,
            "websocket.log-entries",
            NUMBER,
            "50000",
            "Events that the log in Redis keeps at least.");
    static final Variable LOG_AGE = Variable.of(
            "WEBSOCKET_LOG_AGE",
            WEBSOCKET,
            "websocket.log-age",
            SECONDS,
            "",
            "Age at which an event leaves the log; a minute more than WEBSOCKET_RECOVERY_WINDOW when not set.");
    static final Variable OUTBOX_SIZE = Variable.of(
            "WEBSOCKET_OUTBOX_SIZE",
            WEBSOCKET,
            "websocket.outbox-size",
            BYTES,
            "16MiB",
            "Events that may wait while Redis is away; emitting more is an error.");
    static final Variable OUTBOX_AGE = Variable.of(
            "WEBSOCKET_OUTBOX_AGE",
            WEBSOCKET,
            "websocket.outbox-age",
            SECONDS,
            "120",
            "How long an event may wait while Redis is away; emitting more after that is an error.");
    static final Variable MAX_EVENT = Variable.of(
            "WEBSOCKET_MAX_EVENT",
            WEBSOCKET,
            "websocket.max-event",
            BYTES,
            "1MiB",
            "Largest event that goes through Redis; emitting a larger one is an error. Redis cuts subscribers that fall far behind, so large data belongs into a file or the database.");
    static final Variable REPLAY_EVENTS = Variable.of(
            "WEBSOCKET_REPLAY_EVENTS",
            WEBSOCKET,
            "websocket.replay-events",
            NUMBER,
            "5000",
            "A client that missed more events reloads instead of getting them again.");
    static final Variable REPLAY_SIZE = Variable.of(
            "WEBSOCKET_REPLAY_SIZE", WEBSOCKET, "websocket.replay-size", BYTES, "8MiB", "The same in bytes.");
    static final Variable ROOM_LINGER = Variable.of(
            "WEBSOCKET_ROOM_LINGER",
            WEBSOCKET,
            "websocket.room-linger",
            SECONDS,
            "30",
            "How long a channel of volatile events stays subscribed without a member here.");
    static final Variable REPLICA_BEAT = Variable.of(
            "WEBSOCKET_REPLICA_BEAT",
            WEBSOCKET,
            "websocket.replica-beat",
            SECONDS,
            "2",
            "Pause between the signs of life of a replica.");
    static final Variable REPLICA_DEAF_AFTER = Variable.of(
            "WEBSOCKET_REPLICA_DEAF_AFTER",
            WEBSOCKET,
            "websocket.replica-deaf-after",
            SECONDS,
            "5",
            "A replica that has not heard itself through Redis for so long is not ready; after a beat more without a sign of life its peers remove what it left.");
    static final Variable PYTHON_EMITTERS = Variable.of(
            "WEBSOCKET_PYTHON_EMITTERS",
            WEBSOCKET,
            "websocket.python-emitters",
            BOOLEAN,
            "false",
            "Hear python-socketio processes (5.15.1 or later, write-only) that emit through the websocket Redis. Who may publish there may send anything to anyone.");
    static final Variable PYTHON_EMITTER_CHANNEL = Variable.of(
            "WEBSOCKET_PYTHON_EMITTER_CHANNEL",
            WEBSOCKET,
            "websocket.python-emitter-channel",
            TEXT,
            "",
            "The channel that they were given; REDIS_KEY_PREFIX followed by :socketio when not set.");
    static final Variable NODE_EMITTERS = Variable.of(
            "WEBSOCKET_NODE_EMITTERS",
            WEBSOCKET,
            "websocket.node-emitters",
            BOOLEAN,
            "false",
            "Hear processes with @socket.io/redis-emitter likewise.");
    static final Variable NODE_EMITTER_KEY = Variable.of(
            "WEBSOCKET_NODE_EMITTER_KEY",
            WEBSOCKET,
            "websocket.node-emitter-key",
            TEXT,
            "",
            "The key that they were given; REDIS_KEY_PREFIX followed by :socket.io when not set.");
    static final Variable EMITTER_MAX_SIZE = Variable.of(
            "WEBSOCKET_EMITTER_MAX_SIZE",
            WEBSOCKET,
            "websocket.emitter-max-size",
            BYTES,
            "1MiB",
            "A larger message of such a process is dropped and counted.");

    // Sessions
    static final Variable COOKIE_NAME =
            Variable.of("SESSION_COOKIE_NAME", SESSION, "session.cookie-name", TEXT, "token", "Name of the cookie.");
    static final Variable COOKIE_SAME_SITE = Variable.of(
                    "WEBUI_AUTH_COOKIE_SAME_SITE",
                    SESSION,
                    "session.cookie-same-site",
                    TEXT,
                    "lax",
                    "lax, strict or none.")
            .alias("WEBUI_SESSION_COOKIE_SAME_SITE");
    static final Variable COOKIE_SECURE = Variable.of(
                    "WEBUI_AUTH_COOKIE_SECURE",
                    SESSION,
                    "session.cookie-secure",
                    BOOLEAN,
                    "false",
                    "The cookie travels over TLS only. Set it as soon as the page is reached by https.")
            .alias("WEBUI_SESSION_COOKIE_SECURE");
    static final Variable EXPIRES_IN = Variable.of(
            "JWT_EXPIRES_IN",
            SESSION,
            "session.expires-in",
            LIFETIME,
            "4w",
            "Life of a sign-in, however active it is.");
    static final Variable IDLE_TIMEOUT = Variable.of(
            "SESSION_IDLE_TIMEOUT",
            SESSION,
            "session.idle-timeout",
            LIFETIME,
            "2w",
            "Life of a sign-in without any request.");
    static final Variable STAR_SESSIONS = Variable.of(
                    "ENABLE_STAR_SESSIONS_MIDDLEWARE",
                    SESSION,
                    "session.star-sessions",
                    BOOLEAN,
                    "",
                    "Without effect: with REDIS_URL sessions are always kept in Redis.")
            .withoutEffect();

    // Origins
    static final Variable ALLOW_ORIGIN = Variable.of(
                    "CORS_ALLOW_ORIGIN",
                    CORS,
                    "cors.allow-origin",
                    SEMICOLON_LIST,
                    "",
                    "Other origins whose pages may use this server, for example https://chat.example; * for all. The server's own"
                            + " origin is always accepted.")
            .asLive();
    static final Variable CUSTOM_SCHEMES = Variable.of(
            "CORS_ALLOW_CUSTOM_SCHEME",
            CORS,
            "cors.allow-custom-scheme",
            SEMICOLON_LIST,
            "",
            "Schemes of origins beside http and https.");

    // Accounts
    static final Variable AUTH_ENABLED = Variable.of(
            "WEBUI_AUTH",
            AUTH,
            "auth.enabled",
            BOOLEAN,
            "true",
            "false: everybody is the one local administrator; only for a new database.");
    static final Variable SECRET_KEY = Variable.of(
                    "WEBUI_SECRET_KEY",
                    AUTH,
                    "auth.secret-key",
                    TEXT,
                    "",
                    "Secret of the installation, the same on all replicas; made once and kept in the database when not set.")
            .alias("WEBUI_JWT_SECRET_KEY")
            .asSecret();
    static final Variable PREVIOUS_SECRET_KEY = Variable.of(
                    "WEBUI_SECRET_KEY_PREVIOUS",
                    AUTH,
                    "auth.previous-secret-key",
                    TEXT,
                    "",
                    "The secret before a change of WEBUI_SECRET_KEY: saved secrets are sealed again at the next start.")
            .asSecret();
    static final Variable SIGNUP = Variable.of(
                    "ENABLE_SIGNUP",
                    AUTH,
                    "auth.signup",
                    BOOLEAN,
                    "",
                    "May people make accounts? When not set: only the first one, who becomes the administrator.")
            .asLive();
    static final Variable LOGIN_FORM = Variable.of(
                    "ENABLE_LOGIN_FORM", AUTH, "auth.login-form", BOOLEAN, "true", "Sign in with e-mail and password.")
            .asLive();
    static final Variable PASSWORD_CONFIRMATION = Variable.of(
            "ENABLE_SIGNUP_PASSWORD_CONFIRMATION",
            AUTH,
            "auth.signup-password-confirmation",
            BOOLEAN,
            "false",
            "Ask for the password twice.");
    static final Variable PASSWORD_VALIDATION = Variable.of(
            "ENABLE_PASSWORD_VALIDATION",
            AUTH,
            "auth.password-validation",
            BOOLEAN,
            "false",
            "Refuse passwords that are easy to guess.");
    static final Variable DEFAULT_ROLE = Variable.of(
                    "DEFAULT_USER_ROLE",
                    AUTH,
                    "auth.default-role",
                    TEXT,
                    "pending",
                    "Role of new accounts: pending (an administrator lets them in), user or admin.")
            .asLive();
    static final Variable API_KEYS = Variable.of(
                    "ENABLE_API_KEYS", AUTH, "auth.api-keys", BOOLEAN, "false", "May people make API keys?")
            .alias("ENABLE_API_KEY")
            .asLive();
    static final Variable API_KEYS_RESTRICTED = Variable.of(
                    "ENABLE_API_KEYS_ENDPOINT_RESTRICTIONS",
                    AUTH,
                    "auth.api-keys-restricted",
                    BOOLEAN,
                    "false",
                    "API keys open only the paths of API_KEYS_ALLOWED_ENDPOINTS.")
            .alias("ENABLE_API_KEY_ENDPOINT_RESTRICTIONS")
            .asLive();
    static final Variable API_KEYS_ENDPOINTS = Variable.of(
                    "API_KEYS_ALLOWED_ENDPOINTS",
                    AUTH,
                    "auth.api-keys-endpoints",
                    COMMA_LIST,
                    "",
                    "Those paths, each with everything below it: /api/v1/channels,/api/models.")
            .alias("API_KEY_ALLOWED_ENDPOINTS")
            .asLive();
    static final Variable API_KEY_HEADER = Variable.of(
            "CUSTOM_API_KEY_HEADER",
            AUTH,
            "auth.api-key-header",
            TEXT,
            "x-api-key",
            "Header that may carry an API key, beside Authorization.");
    static final Variable TRUSTED_EMAIL_HEADER = Variable.of(
            "WEBUI_AUTH_TRUSTED_EMAIL_HEADER",
            AUTH,
            "auth.trusted-email-header",
            TEXT,
            "",
            "Header in which a proxy that has signed people in tells their e-mail address. Counts only from"
                    + " FORWARDED_ALLOW_IPS, which must not be * then. Passwords are not asked any more.");
    static final Variable TRUSTED_NAME_HEADER = Variable.of(
            "WEBUI_AUTH_TRUSTED_NAME_HEADER",
            AUTH,
            "auth.trusted-name-header",
            TEXT,
            "",
            "Header with the name for an account that is made on the way.");
    static final Variable TRUSTED_ROLE_HEADER = Variable.of(
            "WEBUI_AUTH_TRUSTED_ROLE_HEADER",
            AUTH,
            "auth.trusted-role-header",
            TEXT,
            "",
            "Header with the role (admin, user or pending), taken over at each sign-in.");
    static final Variable TRUSTED_GROUPS_HEADER = Variable.of(
                    "WEBUI_AUTH_TRUSTED_GROUPS_HEADER",
                    AUTH,
                    "auth.trusted-groups-header",
                    TEXT,
                    "",
                    "Without effect: there are no groups.")
            .withoutEffect();
    static final Variable SIGN_OUT_REDIRECT = Variable.of(
            "WEBUI_AUTH_SIGNOUT_REDIRECT_URL",
            AUTH,
            "auth.signout-redirect-url",
            URL,
            "",
            "Where pages go after sign-out, for example the proxy's own sign-out.");
    static final Variable ADMIN_EMAIL = Variable.of(
            "WEBUI_ADMIN_EMAIL",
            AUTH,
            "auth.admin-email",
            TEXT,
            "",
            "E-mail of an administrator that is made at the first start; with WEBUI_ADMIN_PASSWORD.");
    static final Variable ADMIN_PASSWORD = Variable.of(
                    "WEBUI_ADMIN_PASSWORD", AUTH, "auth.admin-password", TEXT, "", "Password of that administrator.")
            .asSecret();
    static final Variable ADMIN_NAME =
            Variable.of("WEBUI_ADMIN_NAME", AUTH, "auth.admin-name", TEXT, "Admin", "Name of that administrator.");

    // Settings that change while it runs
    static final Variable PERSISTENT = Variable.of(
            "ENABLE_PERSISTENT_CONFIG",
            LIVE,
            "live.persistent",
            BOOLEAN,
            "true",
            "false: at each start what is set here replaces what was saved, for live settings.");
    static final Variable RESET = Variable.of(
            "RESET_CONFIG_ON_START",
            LIVE,
            "live.reset-on-start",
            BOOLEAN,
            "false",
            "Forget at each start what was saved of live settings; secrets too. The history stays.");
    static final Variable CHANNELS = Variable.of(
                    "ENABLE_CHANNELS", LIVE, "live.channels", BOOLEAN, "true", "Are there channels?")
            .asLive();
    static final Variable CHANNEL_PERMISSION = Variable.of(
                    "USER_PERMISSIONS_FEATURES_CHANNELS",
                    LIVE,
                    "live.everybody-makes-channels",
                    BOOLEAN,
                    "true",
                    "May people who are no administrators make channels?")
            .asLive();
    static final Variable SHOW_ADMIN = Variable.of(
                    "SHOW_ADMIN_DETAILS",
                    LIVE,
                    "live.show-admin-details",
                    BOOLEAN,
                    "true",
                    "Do people who wait to be let in see whom to ask?")
            .asLive();
    static final Variable OVERLAY_TITLE = Variable.of(
                    "PENDING_USER_OVERLAY_TITLE",
                    LIVE,
                    "live.pending-title",
                    TEXT,
                    "",
                    "Title that people see who wait to be let in.")
            .asLive();
    static final Variable OVERLAY_CONTENT = Variable.of(
                    "PENDING_USER_OVERLAY_CONTENT",
                    LIVE,
                    "live.pending-content",
                    TEXT,
                    "",
                    "Text that people see who wait to be let in.")
            .asLive();
    static final Variable WATERMARK = Variable.of(
                    "RESPONSE_WATERMARK",
                    LIVE,
                    "live.response-watermark",
                    TEXT,
                    "",
                    "Added to copied answers of models.")
            .asLive();
    static final Variable BANNERS = Variable.of(
                    "WEBUI_BANNERS",
                    LIVE,
                    "live.banners",
                    TEXT,
                    "",
                    "JSON list of banners: objects with id, type, title, content, dismissible, timestamp.")
            .asLive();
    static final Variable SUGGESTIONS = Variable.of(
                    "DEFAULT_PROMPT_SUGGESTIONS",
                    LIVE,
                    "live.prompt-suggestions",
                    TEXT,
                    "",
                    "JSON list of suggestions: objects with title (two texts) and content.")
            .asLive();

    // Database
    static final Variable DATABASE_URL = Variable.of(
                    "DATABASE_URL",
                    DATABASE,
                    "database.url",
                    URL,
                    "",
                    "postgresql://user:password@host[:port]/name, or sqlite:///path. A SQLite file in DATA_DIR when not"
                            + " set.")
            .asSecret();
    static final Variable DATABASE_TYPE = Variable.of(
            "DATABASE_TYPE",
            DATABASE,
            "database.type",
            TEXT,
            "",
            "postgresql; together with the five below it is used when DATABASE_URL is not set.");
    static final Variable DATABASE_USER =
            Variable.of("DATABASE_USER", DATABASE, "database.user", TEXT, "", "User name.");
    static final Variable DATABASE_PASSWORD = Variable.of(
                    "DATABASE_PASSWORD", DATABASE, "database.password", TEXT, "", "Password.")
            .asSecret();
    static final Variable DATABASE_HOST = Variable.of("DATABASE_HOST", DATABASE, "database.host", TEXT, "", "Host.");
    static final Variable DATABASE_PORT = Variable.of("DATABASE_PORT", DATABASE, "database.port", NUMBER, "", "Port.");
    static final Variable DATABASE_NAME =
            Variable.of("DATABASE_NAME", DATABASE, "database.name", TEXT, "", "Name of the database.");
    static final Variable POOL_SIZE = Variable.of(
            "DATABASE_POOL_SIZE",
            DATABASE,
            "database.pool-size",
            NUMBER,
            "10",
            "Connections of this process at most, 1 to 500.");
    static final Variable POOL_TIMEOUT = Variable.of(
            "DATABASE_POOL_TIMEOUT",
            DATABASE,
            "database.pool-timeout",
            SECONDS,
            "10",
            "How long a request waits for a connection.");
    static final Variable POOL_OVERFLOW = Variable.of(
                    "DATABASE_POOL_MAX_OVERFLOW",
                    DATABASE,
                    "database.pool-max-overflow",
                    NUMBER,
                    "",
                    "Without effect: DATABASE_POOL_SIZE is the bound.")
            .withoutEffect();
    static final Variable POOL_RECYCLE = Variable.of(
                    "DATABASE_POOL_RECYCLE",
                    DATABASE,
                    "database.pool-recycle",
                    NUMBER,
                    "",
                    "Without effect: connections are checked when they are taken.")
            .withoutEffect();
    static final Variable MIGRATE = Variable.of(
            "ENABLE_DB_MIGRATIONS",
            DATABASE,
            "database.migrate",
            BOOLEAN,
            "true",
            "Bring the tables up to date at start.");

    // Models
    static final Variable MODELS_ENABLED = Variable.of(
                    "ENABLE_OPENAI_API",
                    MODELS,
                    "models.enabled",
                    BOOLEAN,
                    "true",
                    "Offer the models of the servers below.")
            .asLive();
    static final Variable MODEL_URLS = Variable.of(
                    "OPENAI_API_BASE_URLS",
                    MODELS,
                    "models.base-urls",
                    SEMICOLON_LIST,
                    "",
                    "Servers with an OpenAI-compatible API.")
            .alias("OPENAI_API_BASE_URL")
            .asLive();
    static final Variable MODEL_KEYS = Variable.of(
                    "OPENAI_API_KEYS", MODELS, "models.keys", SEMICOLON_LIST, "", "Their keys, in the same order.")
            .alias("OPENAI_API_KEY")
            .asSecret()
            .asLive();
    static final Variable DEFAULT_MODELS = Variable.of(
                    "DEFAULT_MODELS", MODELS, "models.default-models", COMMA_LIST, "", "Models chosen for new chats.")
            .asLive();

    // Logging
    static final Variable LOG_LEVEL = Variable.of(
            "GLOBAL_LOG_LEVEL",
            LOGGING,
            "logging.level",
            TEXT,
            "INFO",
            "ERROR, WARN, INFO, DEBUG or TRACE (Python's CRITICAL and WARNING are understood).");
    static final Variable LOG_FORMAT =
            Variable.of("LOG_FORMAT", LOGGING, "logging.format", TEXT, "text", "text, or json: one object a line.");

    // Data
    static final Variable DATA_DIR = Variable.of(
            "DATA_DIR", DATA, "data.directory", PATH, "data", "Directory of the database file and of uploads.");

    private static final List<Variable> ALL = List.of(
            HOST,
            PORT,
            WORKERS,
            MANAGEMENT_PORT,
            MANAGEMENT_HOST,
            NAME,
            PUBLIC_URL,
            TRUSTED_PROXIES,
            SHUTDOWN_TIMEOUT,
            ENVIRONMENT,
            REDIS_URL,
            REDIS_CLUSTER,
            KEY_PREFIX,
            SENTINEL_HOSTS,
            SENTINEL_PORT,
            SENTINEL_RETRIES,
            CONNECT_TIMEOUT,
            COMMAND_TIMEOUT,
            KEEPALIVE,
            HEALTH_CHECK,
            RECONNECT_DELAY,
            RESPONSE_STREAM_TTL,
            WEBSOCKETS,
            STRICT_TRANSPORTS,
            MANAGER,
            WEBSOCKET_REDIS_URL,
            WEBSOCKET_REDIS_CLUSTER,
            WEBSOCKET_REDIS_OPTIONS,
            WEBSOCKET_SENTINEL_HOSTS,
            WEBSOCKET_SENTINEL_PORT,
            LOCK_TIMEOUT,
            LOGGING_SOCKETIO,
            LOGGING_ENGINEIO,
            PING_INTERVAL,
            PING_TIMEOUT,
            EVENT_CALLER_TIMEOUT,
            HEARTBEAT_INTERVAL,
            ROOM_CHANNELS,
            SOCKET_PATH,
            UPGRADE_TIMEOUT,
            JOIN_TIMEOUT,
            MAX_PAYLOAD,
            MAX_QUEUE,
            MAX_SESSIONS,
            EVENTS_PER_SECOND,
            EVENT_BURST,
            RECOVERY,
            RECOVERY_WINDOW,
            CLUSTER_SECRET,
            LOG_ENTRIES,
            LOG_AGE,
            OUTBOX_SIZE,
            OUTBOX_AGE,
            MAX_EVENT,
            REPLAY_EVENTS,
            REPLAY_SIZE,
            ROOM_LINGER,
            REPLICA_BEAT,
            REPLICA_DEAF_AFTER,
            PYTHON_EMITTERS,
            PYTHON_EMITTER_CHANNEL,
            NODE_EMITTERS,
            NODE_EMITTER_KEY,
            EMITTER_MAX_SIZE,
            COOKIE_NAME,
            COOKIE_SAME_SITE,
            COOKIE_SECURE,
            EXPIRES_IN,
            IDLE_TIMEOUT,
            STAR_SESSIONS,
            ALLOW_ORIGIN,
            CUSTOM_SCHEMES,
            AUTH_ENABLED,
            SECRET_KEY,
            PREVIOUS_SECRET_KEY,
            SIGNUP,
            LOGIN_FORM,
            PASSWORD_CONFIRMATION,
            PASSWORD_VALIDATION,
            DEFAULT_ROLE,
            API_KEYS,
            API_KEYS_RESTRICTED,
            API_KEYS_ENDPOINTS,
            API_KEY_HEADER,
            TRUSTED_EMAIL_HEADER,
            TRUSTED_NAME_HEADER,
            TRUSTED_ROLE_HEADER,
            TRUSTED_GROUPS_HEADER,
            SIGN_OUT_REDIRECT,
            ADMIN_EMAIL,
            ADMIN_PASSWORD,
            ADMIN_NAME,
            PERSISTENT,
            RESET,
            CHANNELS,
            CHANNEL_PERMISSION,
            SHOW_ADMIN,
            OVERLAY_TITLE,
            OVERLAY_CONTENT,
            WATERMARK,
            BANNERS,
            SUGGESTIONS,
            DATABASE_URL,
            DATABASE_TYPE,
            DATABASE_USER,
            DATABASE_PASSWORD,
            DATABASE_HOST,
            DATABASE_PORT,
            DATABASE_NAME,
            POOL_SIZE,
            POOL_TIMEOUT,
            POOL_OVERFLOW,
            POOL_RECYCLE,
            MIGRATE,
            MODELS_ENABLED,
            MODEL_URLS,
            MODEL_KEYS,
            DEFAULT_MODELS,
            LOG_LEVEL,
            LOG_FORMAT,
            DATA_DIR);

    private Catalogue() {}

    /** All of them, by topic. */
    public static List<Variable> all() {
        return ALL;
    }
}
