package io.github.threadsandbox.it.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.TestJvm;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EveryRuleIT {
    static Stream<TestJvm> jvms() {
        return TestJvm.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jvms")
    void theKernelDecidesEveryRuleAsThePolicyDoes(TestJvm jvm) {
        TestJvm.Output output = jvm.runWithTestClasses(
                Replay.class, TestJvm.repository().resolve("conf").toString());
        assertEquals("0", output.value("wrong"), output.text());
        assertTrue(Integer.parseInt(output.value("policies")) >= 12, output.text());
        assertTrue(Integer.parseInt(output.value("rules")) >= 300, output.text());
        assertTrue(Integer.parseInt(output.value("calls")) >= 4000, output.text());
    }
}
