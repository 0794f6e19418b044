package io.chorale.config;

/** A group of variables, a section of the reference page and of the YAML file. */
public enum Topic {
    SERVER("Server"),
    REDIS("Redis: application state"),
    WEBSOCKET("Websockets"),
    SESSION("Sessions and cookies"),
    CORS("Origins (CORS)"),
    AUTH("Accounts"),
    LIVE("Settings that change while it runs"),
    DATABASE("Database"),
    MODELS("Models"),
    LOGGING("Logging"),
    DATA("Data");

    private final String title;

    Topic(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
