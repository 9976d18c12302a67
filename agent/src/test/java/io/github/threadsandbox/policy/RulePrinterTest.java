package io.github.threadsandbox.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.linux.Arch;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RulePrinterTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "read -> read",
                "@jvm -> @jvm",
                "socket(domain==2||domain==10,type&15==1) -> socket(domain == AF_INET || domain == AF_INET6, type & 0xf == SOCK_STREAM)",
                "openat(arg2 & 0x400243 == 0) -> openat(flags & O_ACCMODE|O_CREAT|O_TRUNC|__O_TMPFILE == O_RDONLY)",
                "openat(flags & O_CREAT == 0) -> openat(flags & O_CREAT == 0)",
                "openat(flags & ~(O_CLOEXEC|O_DIRECTORY) == 0) -> openat(flags & ~(O_DIRECTORY|O_CLOEXEC) == O_RDONLY)",
                "open(flags == 0x80042) -> open(flags == O_RDWR|O_CREAT|O_CLOEXEC)",
                "openat(dirfd == 0xffffff9c) -> openat(dirfd == AT_FDCWD)",
                "lseek(offset == -1) -> lseek(offset == -1)",
                "mmap(length <= 1048576) -> mmap(length <= 0x100000)",
                "mmap(addr == 0) -> mmap(addr == NULL)",
                "mmap(prot & 4 == 4, flags & MAP_TYPE == 2) -> mmap(prot & PROT_EXEC == PROT_EXEC, flags & MAP_TYPE == MAP_PRIVATE)",
                "mprotect(prot == 0) -> mprotect(prot == PROT_NONE)",
                "clone(flags == 0x11) -> clone(flags == SIGCHLD)",
                "clone(flags & 0x10100 == 0x100) -> clone(flags & CLONE_VM|CLONE_THREAD == CLONE_VM)",
                "socket(type == 0x80801) -> socket(type == SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK)",
                "ioctl(cmd == 0x541b) -> ioctl(request == FIONREAD)",
                "ioctl(cmd == 0x8912) -> ioctl(request == SIOCGIFCONF)",
                "ioctl(cmd & 0xff00 == 0x5400) -> ioctl(request & 0xff00 == 0x5400)",
                "chmod(mode & 06000 != 0) -> chmod(mode & S_ISUID|S_ISGID != 0)",
                "setsockopt(level == 6, optname == 1) -> setsockopt(level == IPPROTO_TCP, optname == TCP_NODELAY)",
                "setsockopt(optname == 9, level == 1) -> setsockopt(optname == SO_KEEPALIVE, level == SOL_SOCKET)",
                "setsockopt(level == 99, optname == 1) -> setsockopt(level == 99, optname == 1)",
                "fcntl(op == 2, arg == 1) -> fcntl(op == F_SETFD, arg == FD_CLOEXEC)",
                "fcntl(op == 4, arg & 0x800 == 0x800) -> fcntl(op == F_SETFL, arg & O_NONBLOCK == O_NONBLOCK)",
                "fcntl(op == 0, arg == 1) -> fcntl(op == F_DUPFD, arg == 1)",
                "prctl(option == 1, arg2 == 9) -> prctl(option == PR_SET_PDEATHSIG, arg2 == SIGKILL)",
                "socket(domain == 16, protocol == 6) -> socket(domain == AF_NETLINK, protocol == NETLINK_XFRM)",
                "socket(domain == 2, protocol == 6) -> socket(domain == AF_INET, protocol == IPPROTO_TCP)",
                "kill(sig == 62) -> kill(sig == 62)",
                "tgkill(sig == 9) -> tgkill(sig == SIGKILL)",
                "personality(persona != 0xffffffff) -> personality(persona != -1)",
                "vserver(arg3 < 7) -> vserver(arg3 < 7)"
            })
    void printsArgumentsAndConstantsByName(String written, String printed) throws RuleException {
        Rule rule = new RuleParser(Arch.X86_64).parse(written);
        assertEquals(printed, new RulePrinter(Arch.X86_64).print(rule.target(), rule.conditions()));
    }

    @Test
    void printsWhatTheArchitectureHas() throws RuleException {
        Rule rule = new RuleParser(Arch.AARCH64).parse("openat(flags & 0x4000 != 0)");
        assertEquals(
                "openat(flags & O_DIRECTORY != 0)",
                new RulePrinter(Arch.AARCH64).print(rule.target(), rule.conditions()));
    }

    @ParameterizedTest
    @EnumSource
    void parsesWhatItPrintsToTheSameRule(Arch arch) throws RuleException {
        RandomRules rules = new RandomRules(new Random(7), arch);
        RuleParser parser = new RuleParser(arch);
        RulePrinter printer = new RulePrinter(arch);
        int conditions = 0;
        for (int i = 0; i < 4_000; i++) {
            String written = rules.rule();
            Rule rule;
            try {
                rule = parser.parse(written);
            } catch (RuleException e) {
                continue;
            }
            String printed = printer.print(rule.target(), rule.conditions());
            Rule again = parser.parse(printed);
            assertEquals(rule.target(), again.target(), written);
            assertEquals(rule.conditions(), again.conditions(), () -> written + " was printed as " + printed);
            assertEquals(printed, printer.print(again.target(), again.conditions()), written);
            conditions += rule.conditions().size();
        }
        assertTrue(conditions > 2_000, "only " + conditions + " conditions were right");
    }

    @ParameterizedTest
    @EnumSource
    void printsItsOwnDataSoThatItIsReadAgain(Arch arch) throws RuleException {
        RuleParser parser = new RuleParser(arch);
        RulePrinter printer = new RulePrinter(arch);
        for (String group : Groups.own().names()) {
            for (Groups.Entry entry : Groups.own().get(group).entries()) {
                Rule rule = parser.parse(entry.rule());
                assertEquals(
                        rule.conditions(),
                        parser.parse(printer.print(rule.target(), rule.conditions()))
                                .conditions());
            }
        }
    }
}
