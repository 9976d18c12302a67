package io.github.threadsandbox.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloorTest {
    private static final List<Groups.Entry> ENTRIES =
            Groups.own().get(Floor.GROUP).entries();

    /** Denied, these end the JVM, hang it or damage it for good: they are there whatever else changes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "futex",
                "restart_syscall",
                "rt_sigreturn",
                "rseq",
                "exit",
                "mmap",
                "mprotect",
                "pread64",
                "fallocate",
                "sched_getaffinity"
            })
    void holdsWhatKillsAJvmOnEveryArchitecture(String syscall) {
        for (Arch arch : Arch.values()) {
            assertTrue(names(Floor.notAllowed(List.of(), arch, Groups.own())).contains(syscall), arch.kernelName());
            assertTrue(SyscallTable.of(arch).number(syscall).isPresent(), arch.kernelName());
        }
    }

    @Test
    void saysOfEachCallWhyItIsThereAndWhereItWasSeen() {
        for (Groups.Entry entry : ENTRIES) {
            assertFalse(entry.reason().isEmpty(), entry.rule());
            assertFalse(entry.seen().isEmpty(), entry.rule());
        }
        assertEquals(
                ENTRIES.size(),
                ENTRIES.stream().map(Groups.Entry::rule).distinct().count(),
                "no rule twice");
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void aRoleThatAllowsItHasIt(Arch arch) throws RuleException {
        assertEquals(List.of(), Floor.notAllowed(List.of(rule("@jvm")), arch, Groups.own()));
        List<Rule> byHand = new ArrayList<>();
        for (Groups.Entry entry : ENTRIES) {
            byHand.add(new RuleParser(arch).parse(entry.rule()));
        }
        assertEquals(List.of(), Floor.notAllowed(byHand, arch, Groups.own()));
        Rule last = byHand.remove(byHand.size() - 1);
        assertEquals(Set.of(last.target()), names(Floor.notAllowed(byHand, arch, Groups.own())));
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void nothingThatIsAlwaysDeniedTakesACallFromItInWhole(Arch arch) {
        for (Grant denied : AlwaysDenied.to(Set.of(), arch)) {
            assertTrue(
                    !denied.conditions().isEmpty()
                            || Floor.takenBy(Rule.of(denied.syscall()), arch, Groups.own())
                                    .isEmpty(),
                    denied.syscall());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "futex | futex",
                "pread64 | pread64",
                "@jvm-threads | sched_getaffinity rseq set_robust_list clone",
                "mmap(prot & PROT_EXEC == PROT_EXEC) | mmap",
                "tgkill | tgkill",
                "tgkill(sig != 9) | tgkill",
                "tgkill(sig == 9) | nothing",
                "tgkill(sig == 6) | tgkill",
                "tgkill(sig > 62) | nothing",
                "tgkill(sig >= 62) | tgkill",
                "clone(flags & CLONE_THREAD == 0) | nothing",
                "clone(flags & CLONE_THREAD != 0) | clone",
                "clone(flags & CLONE_NEWUSER != 0) | clone",
                "prctl(option == PR_SET_SECCOMP) | nothing",
                "prctl(option == PR_SET_NAME, arg1 == 0) | prctl",
                "fallocate(mode == 1) | nothing",
                "fallocate(mode & FALLOC_FL_PUNCH_HOLE == 0) | fallocate",
                "@network-server | pipe2",
                "@dangerous | nothing"
            })
    void knowsWhatADenialTakes(String deny, String taken) throws RuleException {
        assertEquals(
                taken == null ? Set.of() : new TreeSet<>(List.of(taken.split(" "))),
                names(Floor.takenBy(rule(deny), Arch.X86_64, Groups.own())));
    }

    @Test
    void readmeListsIt() throws Exception {
        StringBuilder table = new StringBuilder("| call | why | seen |\n|---|---|---|\n");
        for (Groups.Entry entry : ENTRIES) {
            String syscall = entry.rule().replaceFirst("\\(.*", "");
            String lacking = List.of(Arch.values()).stream()
                    .filter(arch -> SyscallTable.of(arch).number(syscall).isEmpty())
                    .map(Arch::kernelName)
                    .collect(Collectors.joining(", "));
            table.append("| `")
                    .append(entry.rule().replace("|", "\\|"))
                    .append("` | ")
                    .append(entry.reason())
                    .append(lacking.isEmpty() ? "" : " (not on " + lacking + ")")
                    .append(" | ")
                    .append(entry.seen())
                    .append(" |\n");
        }
        String readme = Files.readString(Path.of("..", "README.md"));
        assertTrue(
                readme.contains(table),
                () -> "README.md's table of the floor is not that of jvm.txt, which is:\n" + table);
    }

    private static Set<String> names(List<Grant> grants) {
        return grants.stream().map(Grant::syscall).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Rule rule(String text) throws RuleException {
        return new RuleParser(Arch.X86_64).parse(text);
    }
}
