package io.github.threadsandbox.it;

import java.nio.file.Path;
import java.util.stream.Stream;

/** A JDK to run test classes on, without the agent: for the tests of {@code kernel}. */
public final class TestJvm {
    private final Jdk jdk;

    private TestJvm(Jdk jdk) {
        this.jdk = jdk;
    }

    /** What the JVM printed, after it ended well. */
    public static final class Output {
        private final AgentRun.Result result;

        private Output(AgentRun.Result result) {
            this.result = result;
        }

        /** What was printed as {@code name=value}. */
        public String value(String name) {
            return result.value(name);
        }

        /** Everything. */
        public String text() {
            return result.out() + result.err();
        }
    }

    /** One on every JDK. */
    public static Stream<TestJvm> all() {
        return Jdk.all().stream().map(TestJvm::new);
    }

    /** The repository's root. */
    public static Path repository() {
        return AgentRun.REPOSITORY;
    }

    /** Runs a class of the tests, with the agent's classes beside it. */
    public Output runWithTestClasses(Class<?> main, String... arguments) {
        AgentRun run = AgentRun.on(jdk)
                .withoutAgent()
                .seconds(120)
                .classPath(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        if (jdk.feature() >= 22) {
            run.options("--enable-native-access=ALL-UNNAMED");
        }
        return new Output(run.run(main, arguments).exitsWith(0));
    }

    @Override
    public String toString() {
        return jdk.toString();
    }
}
