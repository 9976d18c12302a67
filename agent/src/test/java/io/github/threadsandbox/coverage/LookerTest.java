package io.github.threadsandbox.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.confine.KnownThread;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On this JVM's own threads, none of which is under a filter of this agent's. */
class LookerTest {
    private final int filters;
    private final long tid;

    LookerTest() throws Exception {
        List<KernelThread> threads = new ProcTasks().read().threads();
        tid = ProcessHandle.current().pid();
        filters = threads.stream()
                .filter(thread -> thread.tid() == tid)
                .findFirst()
                .orElseThrow()
                .filters();
    }

    /** Says at each look whether the process's first thread has a role. */
    private class Roles implements Looker.Register {
        private final List<String> roles;
        private OptionalLong left = OptionalLong.empty();
        private int looks;

        Roles(String... roles) {
            this.roles = new ArrayList<>(List.of(roles));
        }

        @Override
        public List<KnownThread> threads() {
            looks++;
            String role = roles.size() > 1 ? roles.remove(0) : roles.get(0);
            return List.of(new KnownThread() {
                @Override
                public int tid() {
                    return (int) tid;
                }

                @Override
                public String roles() {
                    return role;
                }

                @Override
                public int until() {
                    return Integer.MAX_VALUE;
                }

                @Override
                public boolean settled() {
                    return true;
                }

                @Override
                public boolean alive() {
                    return true;
                }

                @Override
                public String name() {
                    return "first";
                }

                @Override
                public String nameAtStart() {
                    return "first";
                }

                @Override
                public String origin() {
                    return "a test";
                }
            });
        }

        @Override
        public OptionalLong millisSinceLeft(int tid) {
            return left;
        }
    }

    @Test
    void whatIsRightIsSeenAtOnce() throws Exception {
        Roles register = new Roles("");
        Look look = new Looker(register, filters).look();
        assertEquals(List.of(), look.mismatches());
        assertEquals(1, register.looks);
        assertTrue(look.threads().size() > 5);
    }

    @Test
    void whatIsWrongOnceIsNotSaid() throws Exception {
        Roles register = new Roles("compute", "compute", "");
        assertEquals(List.of(), new Looker(register, filters).look().mismatches());
        assertEquals(3, register.looks);
    }

    @Test
    void whatStaysWrongIs() throws Exception {
        Roles register = new Roles("compute");
        List<ThreadStatus> mismatches = new Looker(register, filters).look().mismatches();
        assertEquals(1, mismatches.size());
        assertEquals(tid, mismatches.get(0).tid());
        assertEquals(3, register.looks);
    }

    /** Of a number that two threads had one after the other, the one that left is the one that was there by then. */
    @Test
    void whatLeftIsNotWrongHoweverLongItStays() throws Exception {
        Roles register = new Roles("") {
            @Override
            public List<KnownThread> threads() {
                return List.of();
            }
        };
        // Every thread has one filter too many.
        Looker looker = new Looker(register, filters - 1);
        register.left = OptionalLong.of(0);
        assertEquals(List.of(), looker.look().mismatches());
        register.left = OptionalLong.of(TimeUnit.DAYS.toMillis(1000));
        assertTrue(looker.look().mismatches().size() > 5);
    }

    @Test
    void whatGoesWrongMeanwhileWaitsForTheNextLook() throws Exception {
        Roles register = new Roles("compute", "", "compute");
        assertEquals(List.of(), new Looker(register, filters).look().mismatches());
    }
}
