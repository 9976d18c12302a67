package io.github.threadsandbox.command;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code top PID}: a running JVM's roles and denials, on a screen; as plain lines, once, where there is no terminal. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description =
                "Shows a running JVM's roles, their threads, what is denied to them, and the last denials, again and again;"
                        + " q quits. Where the output is no terminal, it prints that once.")
final class TopCommand implements Callable<Integer> {
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(50);

    /** What is printed has no end that a terminal sets. */
    private static final int ANY = 10_000;

    private static final int CONTROL_D = 4;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "PID", description = "the JVM's process id; jps lists them")
    private long pid;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "between two looks at the JVM (2 by default)")
    private int interval;

    @Override
    public Integer call() throws IOException {
        if (interval < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--interval takes whole seconds from 1 on");
        }
        TopPage page = new TopPage(pid, ZoneId.systemDefault());
        try {
            if (Terminal.isThere()) {
                watch(page);
            } else {
                Snapshot now = ask();
                page.lines(now, now, ANY, ANY).forEach(spec.commandLine().getOut()::println);
            }
            return 0;
        } catch (AttachedJvm.Unreachable e) {
            spec.commandLine().getOut().println(e.getMessage());
            return 1;
        }
    }

    private Snapshot ask() throws AttachedJvm.Unreachable {
        Properties answer = AttachedJvm.agentProperties(pid);
        if (!StatusCommand.isArmed(answer)) {
            throw new AttachedJvm.Unreachable("process " + pid + " is a JVM without this agent, or with mode = off");
        }
        Snapshot now = Snapshot.of(answer, System.nanoTime());
        if (!now.problem().isEmpty() && !now.isObserved()) {
            throw new AttachedJvm.Unreachable("process " + pid + ": " + now.problem());
        }
        return now;
    }

    /** Until somebody quits, or the JVM ends. */
    private void watch(TopPage page) throws IOException, AttachedJvm.Unreachable {
        Snapshot before = ask();
        Snapshot now = before;
        try (Terminal terminal = Terminal.open(spec.commandLine().getOut())) {
            // Two looks a moment apart are no rate.
            terminal.show(page.lines(before, now, terminal.columns(), terminal.rows()));
            long next = System.nanoTime() + TimeUnit.SECONDS.toNanos(interval);
            while (true) {
                if (System.nanoTime() - next >= 0) {
                    before = now;
                    now = ask();
                    next = System.nanoTime() + TimeUnit.SECONDS.toNanos(interval);
                    terminal.show(page.lines(before, now, terminal.columns(), terminal.rows()));
                } else if (terminal.isResized()) {
                    terminal.show(page.lines(before, now, terminal.columns(), terminal.rows()));
                }
                for (int key = terminal.key(); key >= 0; key = terminal.key()) {
                    if (key == 'q' || key == 'Q' || key == CONTROL_D) {
                        return;
                    }
                }
                LockSupport.parkNanos(LOOK);
            }
        }
    }
}
