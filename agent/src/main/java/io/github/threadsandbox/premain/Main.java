package io.github.threadsandbox.premain;

/** The jar's command line: {@code java -jar thread-sandbox-agent.jar …}. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param arguments the command's
     * @throws Exception if the agent's jar is broken
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1 && arguments[0].equals("observer")) {
            // Started by the agent: without what the command line needs; and halted, as exiting takes what its filter
            // denies.
            Runtime.getRuntime().halt((int) Class.forName(
                            "io.github.threadsandbox.observe.ObserverMain", true, new AgentClassLoader(OwnJar.open()))
                    .getMethod("run")
                    .invoke(null));
        }
        int exitCode = (int) Class.forName(
                        "io.github.threadsandbox.command.CommandLineMain", true, new AgentClassLoader(OwnJar.open()))
                .getMethod("run", String[].class)
                .invoke(null, (Object) arguments);
        System.exit(exitCode);
    }
}
