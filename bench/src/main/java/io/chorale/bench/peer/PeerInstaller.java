package io.chorale.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Gets the peers that are not on the class path from their registries. */
public final class PeerInstaller {
    private final Path sources;
    private final Path work;

    /**
     * @param sources {@code bench/src/main/peers}
     * @param work where they are installed
     */
    public PeerInstaller(Path sources, Path work) {
        this.sources = sources;
        this.work = work;
    }

    /** Does nothing when the peer is there already. */
    public void install(Peer peer) {
        switch (peer) {
            case NODE -> installNode();
            case PYTHON -> installPython();
            default -> {
                // on the class path
            }
        }
    }

    private void installNode() {
        Path node = work.resolve("node");
        copy("node/package.json");
        copy("node/server.js");
        if (!Files.isDirectory(node.resolve("node_modules/socket.io"))) {
            run(node, List.of("npm", "install", "--no-audit", "--no-fund", "--loglevel=error"));
        }
    }

    private void installPython() {
        copy("python/server.py");
        List<String> probe = List.of("/usr/bin/python3", "-c", "import socketio, uvicorn, websockets");
        if (status(work.resolve("python"), probe) != 0) {
            run(
                    work.resolve("python"),
                    List.of(
                            "apt-get",
                            "install",
                            "-y",
                            "--no-install-recommends",
                            "python3-socketio",
                            "python3-uvicorn",
                            "python3-websockets",
                            "python3-redis"));
        }
    }

    private void copy(String file) {
        try {
            Path target = work.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(sources.resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path directory, List<String> command) {
        int status = status(directory, command);
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + status + " in " + directory
                    + ": this peer cannot be measured; leave it out with --against");
        }
    }

    private static int status(Path directory, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("install.log").toFile())
                    .start();
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
