package io.github.threadsandbox.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.linux.Arch;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallRuleTest {
    /** linux/socket.h, linux/net.h. */
    private static final long AF_NETLINK = 16;

    private static final long SOCK_RAW = 3;
    private static final long SOCK_CLOEXEC = 0x80000;

    @Test
    void aSocketIsHeldToWhatItIsFor() throws RuleException {
        CallRule rule = rule(
                "socket",
                Map.of("domain", "AF_NETLINK", "type", "SOCK_RAW|SOCK_CLOEXEC", "protocol", "IPPROTO_IP"),
                AF_NETLINK,
                SOCK_RAW | SOCK_CLOEXEC,
                0);
        assertEquals("socket(domain == AF_NETLINK, type & 0xf == SOCK_RAW, protocol == NETLINK_ROUTE)", rule.text());
        assertEquals("socket(domain == AF_NETLINK)", rule.heldTo(1));
        assertEquals("socket", rule.heldTo(0));
        assertEquals(
                rule.text(),
                new RuleParser(Arch.X86_64).parse(rule.text()).text(),
                "what is written is what a role map reads");
    }

    /** The kernel looks at the lower half of an int; what the caller left in the upper half is nobody's condition. */
    @Test
    void whatNoNameIsForIsANumber() {
        assertEquals(
                "fcntl(op == 0x40d)",
                rule("fcntl", Map.of("op", "1037"), 3, 0xffff_ffff_0000_040dL).text());
    }

    @Test
    void aPointerIsNullOrAnything() {
        Map<String, String> limit = Map.of("resource", "RLIMIT_CORE");
        assertEquals(
                "prlimit64(resource == RLIMIT_CORE)",
                rule("prlimit64", limit, 0, 4, 0x7f00).text());
        assertEquals(
                "prlimit64(resource == RLIMIT_CORE, new_limit == NULL)",
                rule("prlimit64", limit, 0, 4, 0).text());
    }

    @Test
    void aCallThatDoesOneThingIsAllowedAsItIs() {
        assertEquals("getpid", rule("getpid", Map.of()).text());
        assertEquals("syscall 999", rule("syscall 999", Map.of()).text());
    }

    private static CallRule rule(String syscall, Map<String, String> arguments, long... first) {
        return new CallRule(Arch.X86_64, syscall, arguments, Arrays.copyOf(first, 6));
    }
}
