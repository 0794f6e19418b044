package io.chorale.config;

/** Everything that can be configured at start. Immutable; one instance for the life of a process. */
public record Settings(
        ServerSettings server,
        RedisSettings redis,
        WebsocketSettings websocket,
        SessionSettings session,
        CorsSettings cors,
        AuthSettings auth,
        LiveDefaults live,
        DatabaseSettings database,
        ModelsSettings models,
        LoggingSettings logging,
        DataSettings data) {}
