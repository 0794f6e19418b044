package io.chorale.config;

import java.util.List;

/**
 * One setting as people know it. Immutable.
 *
 * @param name of the environment variable
 * @param aliases other names that are understood, weaker than {@code name}
 * @param key in YAML and for {@code --set}
 * @param standard the default as text; empty when there is none
 * @param meaning a sentence or two for the reference page
 * @param secret masked everywhere, and readable from the file that {@code <name>_FILE} names
 * @param live kept in the database and changed while the server runs; what is set at the start is the first value
 * @param inert understood so that a set-up can be taken over as it is, but without effect here; {@code meaning} says why
 */
public record Variable(
        String name,
        List<String> aliases,
        String key,
        Topic topic,
        VariableType type,
        String standard,
        String meaning,
        boolean secret,
        boolean live,
        boolean inert) {

    public Variable {
        aliases = List.copyOf(aliases);
    }

    static Variable of(String name, Topic topic, String key, VariableType type, String standard, String meaning) {
        return new Variable(name, List.of(), key, topic, type, standard, meaning, false, false, false);
    }

    Variable alias(String alias) {
        List<String> more = new java.util.ArrayList<>(aliases);
        more.add(alias);
        return new Variable(name, more, key, topic, type, standard, meaning, secret, live, inert);
    }

    Variable asSecret() {
        return new Variable(name, aliases, key, topic, type, standard, meaning, true, live, inert);
    }

    Variable asLive() {
        return new Variable(name, aliases, key, topic, type, standard, meaning, secret, true, inert);
    }

    Variable withoutEffect() {
        return new Variable(name, aliases, key, topic, type, standard, meaning, secret, live, true);
    }

    /** The variable that names a file with the value. */
    String fileName() {
        return name + "_FILE";
    }
}
