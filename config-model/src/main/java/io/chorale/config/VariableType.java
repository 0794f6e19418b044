package io.chorale.config;

/** How the text of a variable is read; the words are those of docs/configuration.md. */
public enum VariableType {
    TEXT("text"),
    BOOLEAN("true or false (also 1/0, yes/no, on/off)"),
    NUMBER("whole number"),
    SECONDS("duration; a bare number is seconds"),
    MILLISECONDS("duration; a bare number is milliseconds"),
    LIFETIME("duration such as 4w, 12h or 1h30m; -1 and 0 mean for ever"),
    BYTES("size such as 1000000, 64KB or 4MiB"),
    SEMICOLON_LIST("list, separated by ;"),
    COMMA_LIST("list, separated by ,"),
    URL("URL"),
    PATH("path");

    private final String description;

    VariableType(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    /** Between the items of a list. */
    String separator() {
        return this == SEMICOLON_LIST ? ";" : ",";
    }
}
