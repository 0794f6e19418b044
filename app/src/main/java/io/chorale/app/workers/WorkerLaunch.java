package io.chorale.app.workers;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a worker is started: the JVM, class path, options and arguments of this process, with its share of the machine.
 * Immutable.
 *
 * @param jvmOptions of this process; a {@code -Xmx} among them is for each worker
 * @param classPath of this process
 * @param mainClass of this process
 * @param arguments {@code serve} and its options
 * @param workers how many share the machine
 * @param processors of the machine
 */
public record WorkerLaunch(
        List<String> jvmOptions,
        String classPath,
        String mainClass,
        List<String> arguments,
        int workers,
        int processors) {
    /** Of the memory of machine or container, for all workers' heaps together; the rest is for what is outside of heaps. */
    private static final int HEAPS_PERCENT = 70;

    private static final int FEWEST_PROCESSORS = 2;

    public WorkerLaunch {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
    }

    /** As this process was started. */
    public static WorkerLaunch likeThisProcess(String mainClass, List<String> arguments, int workers) {
        return new WorkerLaunch(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty("java.class.path"),
                mainClass,
                arguments,
                workers,
                Runtime.getRuntime().availableProcessors());
    }

    /** @param number of the worker, from 1 */
    List<String> command(int number) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (jvmOptions.stream().noneMatch(WorkerLaunch::sizesTheHeap)) {
            command.add("-XX:MaxRAMPercentage=%.1f".formatted((double) HEAPS_PERCENT / workers));
        }
        if (jvmOptions.stream().noneMatch(option -> option.startsWith("-XX:ActiveProcessorCount"))) {
            command.add("-XX:ActiveProcessorCount=" + share());
        }
        jvmOptions.stream().filter(WorkerLaunch::isForWorkersToo).forEach(command::add);
        command.add("--enable-native-access=ALL-UNNAMED"); // the manifest says it, but counts with -jar only
        command.add("-D" + WorkerSignal.PROPERTY + "=" + number);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        command.addAll(List.of("--set", "server.management-port=0", "--set", "server.management-host=127.0.0.1"));
        return command;
    }

    /** Sizes the scheduler of virtual threads, the writers and the collector of one worker. */
    private int share() {
        return Math.max(FEWEST_PROCESSORS, Math.ceilDiv(processors, workers));
    }

    private static boolean sizesTheHeap(String option) {
        return option.startsWith("-Xmx")
                || option.startsWith("-XX:MaxHeapSize")
                || option.startsWith("-XX:MaxRAMPercentage");
    }

    /** A debugger's port can be had once. */
    private static boolean isForWorkersToo(String option) {
        return !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp");
    }
}
