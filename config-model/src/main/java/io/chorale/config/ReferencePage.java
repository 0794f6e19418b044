package io.chorale.config;

import java.util.List;

/** Writes {@code docs/configuration.md} and the sample {@code chorale.yaml} from the catalogue. */
public final class ReferencePage {
    private ReferencePage() {}

    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                <!-- Generated from the catalogue of variables: ./chorale config --reference > docs/configuration.md -->

                A setting comes from, weakest first: its default, `chorale.yaml` (in the working directory, in `/etc/chorale/`, or
                `--config FILE`), the environment, `--set key=value`. `./chorale config` prints what is in force and where each
                value comes from. A secret can also be in a file that `<NAME>_FILE` names (Docker secrets).

                A setting marked *live* is kept in the database and changed while the server runs, on all replicas at once: what is
                set at the start is only its first value. [live-settings.md](live-settings.md) says more.

                All problems are reported at once, with exit code 78; [errors.md](errors.md) explains each.
                [chorale.sample.yaml](chorale.sample.yaml) has every key with its default.
                """);
        for (Topic topic : Topic.values()) {
            page.append("\n## ").append(topic.title()).append("\n\n");
            page.append("| variable | key | type | default | meaning |\n|---|---|---|---|---|\n");
            of(topic).forEach(variable -> page.append(row(variable)));
        }
        return page.toString();
    }

    private static String row(Variable variable) {
        String names = "`" + variable.name() + "`"
                + String.join(
                        "",
                        variable.aliases().stream()
                                .map(alias -> ", `" + alias + "`")
                                .toList())
                + (variable.secret() ? " (secret)" : "")
                + (variable.live() ? " (live)" : "");
        return "| " + names + " | `" + variable.key() + "` | " + variable.type().description() + " | "
                + (variable.standard().isEmpty() ? "" : "`" + variable.standard() + "`") + " | " + variable.meaning()
                + " |\n";
    }

    public static String sampleYaml() {
        StringBuilder yaml = new StringBuilder("""
                # Every setting with its default. Generated: ./chorale config --sample > docs/chorale.sample.yaml
                # Copy what you change to chorale.yaml. docs/configuration.md says more.
                """);
        for (Topic topic : Topic.values()) {
            List<Variable> variables = of(topic);
            String group = variables.getFirst().key().replaceFirst("\\..*", "");
            yaml.append("\n# ").append(topic.title()).append('\n').append(group).append(":\n");
            for (Variable variable : variables) {
                yaml.append("  # ").append(variable.meaning()).append('\n');
                yaml.append("  ")
                        .append(variable.key().substring(group.length() + 1))
                        .append(": \"")
                        .append(variable.standard())
                        .append("\"\n");
            }
        }
        return yaml.toString();
    }

    private static List<Variable> of(Topic topic) {
        return Catalogue.all().stream()
                .filter(variable -> variable.topic() == topic)
                .toList();
    }
}
