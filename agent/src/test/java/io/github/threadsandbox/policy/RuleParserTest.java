package io.github.threadsandbox.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.linux.Arch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleParserTest {
    private final RuleParser parser = new RuleParser(Arch.X86_64);

    @Test
    void readsASyscallAGroupAndConditions() throws RuleException {
        assertEquals(new Rule("read", "read", List.of()), parser.parse(" read "));
        assertEquals(new Rule("@jvm", "@jvm", List.of()), parser.parse("@jvm"));
        Rule rule = parser.parse("socket(domain == AF_INET, type & 0xf != SOCK_RAW)");
        assertEquals("socket", rule.target());
        assertEquals(
                List.of(
                        new Condition(0, false, -1, Comparison.EQUAL, 2, "domain == AF_INET"),
                        new Condition(1, false, 0xf, Comparison.NOT_EQUAL, 3, "type & 0xf != SOCK_RAW")),
                rule.conditions());
    }

    @ParameterizedTest
    @CsvSource({
        "'openat(flags & O_ACCMODE == O_RDONLY)', 2, false, 3, EQUAL, 0",
        "'openat(dirfd == AT_FDCWD)', 0, false, 4294967295, EQUAL, 4294967196",
        "'mmap(length <= 0x100000)', 1, true, -1, LESS_OR_EQUAL, 1048576",
        "'mmap(addr == 0)', 0, true, -1, EQUAL, 0",
        "'read(arg2 > 010)', 2, true, -1, GREATER, 8",
        "'cachestat(arg0 >= 7)', 0, true, -1, GREATER_OR_EQUAL, 7",
        "'lseek(offset == -1)', 1, true, -1, EQUAL, -1",
        "'openat(flags & O_CREAT|O_TRUNC < 1)', 2, false, 576, LESS, 1"
    })
    void readsOneCondition(String text, int argument, boolean wide, long mask, Comparison comparison, long value)
            throws RuleException {
        Condition condition = parser.parse(text).conditions().get(0);
        assertEquals(argument, condition.argument());
        assertEquals(wide, condition.wide());
        assertEquals(mask, condition.mask());
        assertEquals(comparison, condition.comparison());
        assertEquals(value, condition.value());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "opennat | unknown syscall 'opennat': did you mean 'openat'?",
                "jvm | unknown syscall 'jvm': the group is '@jvm'",
                "@jmv | unknown group '@jmv': did you mean '@jvm'?",
                "@jvm(a == 1) | a group takes no conditions",
                "socket(domian == 2) | socket has no argument 'domian': did you mean 'domain'? it is socket(domain, type, protocol)",
                "socket(domain == AF_INTE) | unknown constant 'AF_INTE': did you mean 'AF_INET'?",
                "socket(domain = 2) | is no condition: write 'argument == value'",
                "socket(domain == 2 | do not end: write ')'",
                "socket(domain == 0x100000000) | the argument is an int, and 0x100000000 needs more than its 32 bits",
                "socket(domain > -1) | seccomp compares without sign",
                "openat(pathname == 5) | pathname is an address, and seccomp cannot see what lies there",
                "socket(domain ==) | lacks a value",
                "socket(type & 0xf == 0x10) | the value has bits that the mask takes away, so it is never so"
            })
    void refusesWithTheFix(String text, String expected) {
        String message =
                assertThrows(RuleException.class, () -> parser.parse(text)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryLineOfItsOwnDataOnEveryArchitecture(Arch arch) throws RuleException {
        RuleParser own = new RuleParser(arch);
        for (String group : Groups.names()) {
            assertTrue(Groups.get(group).purpose().length() > 20, group);
            for (Groups.Entry entry : Groups.get(group).entries()) {
                own.parse(entry.rule());
                assertTrue(entry.reason().length() > 2, () -> group + " gives no reason for " + entry.rule());
            }
        }
        for (Grant grant : AlwaysDenied.to(java.util.Set.of(), arch)) {
            assertTrue(grant.reason().length() > 2, grant.rule());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "stat", "epoll_wait"})
    void takesACallThatOnlyOtherArchitecturesHave(String name) throws RuleException {
        assertEquals(name, new RuleParser(Arch.AARCH64).parse(name).target());
    }
}
