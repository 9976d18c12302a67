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
        assertEquals(new Rule("read", List.of(), "read", ""), parser.parse(" read "));
        assertEquals(new Rule("@jvm", List.of(), "@jvm", "a.conf:3"), parser.parse("@jvm", "a.conf:3"));
        Rule rule = parser.parse("socket(domain == AF_INET, type & 0xf != SOCK_RAW)");
        assertEquals("socket", rule.target());
        assertEquals(
                List.of(
                        new AnyOf(List.of(new Condition(0, false, -1, Comparison.EQUAL, 2))),
                        new AnyOf(List.of(new Condition(1, false, 0xf, Comparison.NOT_EQUAL, 3)))),
                rule.conditions());
    }

    @ParameterizedTest
    @CsvSource({
        "'openat(flags & O_ACCMODE == O_RDONLY)', 2, false, 3, EQUAL, 0",
        "'openat(dirfd == AT_FDCWD)', 0, false, 4294967295, EQUAL, 4294967196",
        "'mmap(length <= 0x100000)', 1, true, -1, LESS_OR_EQUAL, 1048576",
        "'mmap(addr == 0)', 0, true, -1, EQUAL, 0",
        "'read(arg2 > 010)', 2, true, -1, GREATER, 8",
        "'vserver(arg0 >= 7)', 0, true, -1, GREATER_OR_EQUAL, 7",
        "'lseek(offset == -1)', 1, true, -1, EQUAL, -1",
        "'openat(flags & O_CREAT|O_TRUNC < 1)', 2, false, 576, LESS, 1",
        "'openat(flags & (O_CREAT | O_TRUNC) == 0)', 2, false, 576, EQUAL, 0",
        "'socket(type & ~(SOCK_CLOEXEC|SOCK_NONBLOCK) == SOCK_STREAM)', 1, false, 4294440959, EQUAL, 1",
        "'chmod(mode & ~0777 == 0)', 1, false, 65024, EQUAL, 0",
        "'chmod(mode == 04755)', 1, false, 65535, EQUAL, 2541",
        "'rt_sigaction(act != NULL)', 1, true, -1, NOT_EQUAL, 0",
        "'brk(addr > 0x1000)', 0, true, -1, GREATER, 4096",
        "'fcntl(cmd == F_SETFD)', 1, false, 4294967295, EQUAL, 2",
        "'clone(flags == SIGCHLD)', 0, false, 4294967295, EQUAL, 17",
        "'arch_prctl(code == ARCH_SET_FS)', 0, false, 4294967295, EQUAL, 4098"
    })
    void readsOneCondition(String text, int argument, boolean wide, long mask, Comparison comparison, long value)
            throws RuleException {
        Condition condition =
                parser.parse(text).conditions().get(0).conditions().get(0);
        assertEquals(argument, condition.argument());
        assertEquals(wide, condition.wide());
        assertEquals(mask, condition.mask());
        assertEquals(comparison, condition.comparison());
        assertEquals(value, condition.value());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "opennat -> unknown syscall 'opennat': did you mean 'openat'?",
                "jvm -> unknown syscall 'jvm': the group is '@jvm'",
                "@jmv -> unknown group '@jmv': did you mean '@jvm'?",
                "@jvm(a == 1) -> a group takes no conditions",
                "socket(domian == 2) -> socket has no argument 'domian': did you mean 'domain'? it is socket(domain, type, protocol), or by place, arg0 to arg2",
                "socket(domain == AF_INTE) -> unknown constant 'AF_INTE': did you mean 'AF_INET'?",
                "socket(domain = 2) -> is no condition: write 'argument == value'",
                "socket(domain == 2 -> do not end: write ')'",
                "socket(domain == 0x100000000) -> the argument is of 32 bits, and 0x100000000 needs more",
                "socket(domain > -1) -> seccomp compares without sign",
                "openat(pathname == 5) -> pathname is an address, and seccomp cannot see what lies there",
                "socket(domain ==) -> lacks a value",
                "socket(type & 0xf == 0x10) -> is never so: the value has bits that the mask takes away",
                "socket(type & 0 == 0) -> is always so, whatever the argument",
                "socket(domain < 0) -> is never so, whatever the argument",
                "socket(domain <= 0xffffffff) -> is always so, whatever the argument",
                "socket(type & 0xf > SOCK_PACKET|SOCK_SEQPACKET) -> is never so, whatever the argument",
                "socket(domain == AF_INET, domain == AF_INET6) -> domain == AF_INET' and 'domain == AF_INET6' are never so together",
                "socket(domain == 1||domain == 2, type == 1, domain == 3) -> domain == 1||domain == 2' and 'domain == 3' are never so together",
                "mmap(prot & PROT_EXEC == PROT_EXEC, prot == PROT_READ) -> are never so together, and with a comma between them both must be: write ||",
                "lseek(offset < 3, offset >= 3) -> offset < 3' and 'offset >= 3' are never so together",
                "lseek(offset > 3, offset <= 3) -> are never so together",
                "lseek(offset > 3, offset < 4) -> are never so together",
                "chmod(mode == 0x10000) -> the argument is of 16 bits, and 0x10000 needs more",
                "openat(pathname & 1 == 1) -> pathname is an address, and seccomp cannot see what lies there",
                "mmap(prot == O_CREAT) -> O_CREAT means nothing as prot of mmap: prot takes PROT_READ, PROT_WRITE, PROT_EXEC, PROT_SEM, … ('syscalls mmap' lists them), or a number",
                "mmap(prot == MAP_FIXED_EXEC) -> unknown constant 'MAP_FIXED_EXEC': prot takes PROT_READ",
                "read(fd == AT_FDCWD) -> AT_FDCWD means nothing as fd of read: fd takes no constants: write a number",
                "getpid(arg0 == 1) -> getpid has no arguments: write it without conditions",
                "socket(arg3 == 1) -> socket has no argument 'arg3'",
                "socket(domain == AF_INET | | AF_INET6) -> lacks a value",
                "socket(domain == AF_INET || AF_INET6) -> is no condition: write 'argument == value'",
                "socket(domain == (AF_INET) -> a '(' is not closed",
                "socket(domain == 2 3) -> cannot read '3'",
                "socket(domain == 09) -> is no number of 64 bits",
                "socket(domain == --2) -> is no number of 64 bits",
                "socket() -> is no condition",
                "socket(domain == 1,) -> is no condition"
            })
    void refusesWithTheFix(String text, String expected) {
        String message =
                assertThrows(RuleException.class, () -> parser.parse(text)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "~", "~("})
    void refusesAValueThatWouldTakeTheStack(String open) {
        String text = "lseek(offset == " + open.repeat(100_000) + "1)";
        assertTrue(assertThrows(RuleException.class, () -> parser.parse(text))
                .getMessage()
                .contains("nested more than 16 deep"));
    }

    @Test
    void refusesMoreCombinationsThanOneRuleShouldHave() {
        String alternatives = "fd == 1" + " || fd == 1".repeat(16);
        String text = "lseek(" + alternatives + ", " + alternatives + ")";
        assertTrue(assertThrows(RuleException.class, () -> parser.parse(text))
                .getMessage()
                .contains("more than 256 combinations"));
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryLineOfItsOwnDataOnEveryArchitecture(Arch arch) throws RuleException {
        RuleParser own = new RuleParser(arch);
        for (String group : Groups.own().names()) {
            assertTrue(Groups.own().get(group).purpose().length() > 20, group);
            for (Groups.Entry entry : Groups.own().get(group).entries()) {
                own.parse(entry.rule());
                assertTrue(entry.reason().length() > 2, () -> group + " gives no reason for " + entry.rule());
            }
        }
        for (Grant grant : AlwaysDenied.to(java.util.Set.of(), arch)) {
            assertTrue(grant.reason().length() > 2, grant.syscall());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "stat", "epoll_wait"})
    void takesACallThatOnlyOtherArchitecturesHave(String name) throws RuleException {
        assertEquals(name, new RuleParser(Arch.AARCH64).parse(name).target());
    }
}
