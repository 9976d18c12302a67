package io.github.threadsandbox.observe;

import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.Listeners;
import io.github.threadsandbox.seccomp.SeccompException;
import io.github.threadsandbox.seccomp.UnixSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The observer's one thread. A call that is held is decided at once, by its role's own program; for its stack the JVM is asked, and
 * when that is there, or when it took too long, the call is answered and told. Nothing here waits for the JVM: it may be held itself.
 */
final class Watch {
    private static final int SOCKET = 0;

    /** So long may it do nothing before the kernel ends it. */
    private static final int ALIVE_SECONDS = 5;

    private static final long ALIVE_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TELL_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    /** Of one listener in a row, and messages of the JVM in a row. */
    private static final int AT_ONCE = 32;

    /** Denials that the JVM has not taken. */
    private static final int MOST_UNSENT = 1000;

    private static final int MOST_UNSENT_BYTES = 1 << 22;

    /** So many threads at most wait for the JVM to say whether their roles have a path or port. */
    private static final int MOST_CHECKED = 256;

    private static final long UNCHECKED_PAUSE = TimeUnit.SECONDS.toNanos(10);

    private static final long[] NO_REGISTERS = new long[6];

    private final Kernel kernel;
    private final UnixSocket socket;
    private final TargetMemory memory;
    private final Listeners listeners;
    private final Arch arch;
    private final EventLines events;
    private final long patience;
    private final CallDecoder decoder;
    private final Remedy remedy;
    private final long learnedFrom;
    private final Set<Integer> heldForAMoment = new HashSet<>();
    private final Sites sites = new Sites();
    private final Folds folds;
    private final Counts counts = new Counts();
    private final List<Watched> watched = new ArrayList<>();
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
    private final Deque<byte[]> unsent = new ArrayDeque<>();
    private long questions;
    private long unsentBytes;
    private long lost;
    private long unchecked;
    private long uncheckedTold = System.nanoTime() - UNCHECKED_PAUSE;
    private boolean ends;

    /** The JVM is about to end. */
    private boolean lastWords;

    /**
     * @param patience how long a call is held for its stack, in nanoseconds
     * @param learnedFrom the JVM's process id, where the file is for whoever learns from it; else 0
     */
    Watch(
            Kernel kernel,
            UnixSocket socket,
            TargetMemory memory,
            LibC libC,
            Arch arch,
            int file,
            long patience,
            long learnedFrom) {
        this.learnedFrom = learnedFrom;
        if (learnedFrom != 0) {
            SyscallTable table = SyscallTable.of(arch);
            PolicyBuilder.heldForAMoment(arch)
                    .forEach(name -> table.number(name).ifPresent(heldForAMoment::add));
        }
        this.folds = new Folds(this::tell, learnedFrom != 0);
        this.kernel = kernel;
        this.socket = socket;
        this.memory = memory;
        this.listeners = new Listeners(libC, arch);
        this.arch = arch;
        this.events = new EventLines(kernel, file);
        this.patience = patience;
        this.decoder = new CallDecoder(arch, memory);
        this.remedy = new Remedy(arch);
    }

    /** A call that is held. */
    private static final class Waiting {
        private final Watched by;
        private final Listeners.Asked asked;
        private final Watched.Verdict verdict;
        private final DecodedCall call;

        /** Null where its path or port is looked at: mostly that is no denial, and takes no denial's place. */
        private final Sites.Site site;

        private long until;
        private boolean ofTheJvm;
        private String note = "the JVM did not say whose call it was";

        /** The same call as the process meant it that made it, where that is none of the JVM's threads and its memory can be read. */
        private DecodedCall ofProcess;

        /** Where it is asked whether the roles have its path or port: what they do not have, once that is known. */
        private BoundsCheck.Found beyond;

        Waiting(Watched by, Listeners.Asked asked, Watched.Verdict verdict, DecodedCall call, Sites.Site site) {
            this.by = by;
            this.asked = asked;
            this.verdict = verdict;
            this.call = call;
            this.site = site;
        }

        /** What lies in a process's own memory is not what lies in the JVM's. */
        DecodedCall words() {
            return ofTheJvm ? call : ofProcess != null ? ofProcess : call.withoutMemory();
        }
    }

    /** Until the JVM is gone. */
    void run() throws SeccompException {
        kernel.alive(ALIVE_SECONDS);
        long alive = System.nanoTime();
        long told = alive;
        send(new Wire.Out(Wire.READY).put(memory.isReadable() ? 1 : 0).message());
        boolean warm = false;
        while (!ends) {
            poll(warm ? 1000 : 0);
            long now = System.nanoTime();
            if (now - alive > ALIVE_PAUSE) {
                kernel.alive(ALIVE_SECONDS);
                alive = now;
            }
            letGo(now);
            if (now - told > TELL_PAUSE) {
                folds.tellDue(now);
                tellMissing(now);
                tellCounts();
                if (learnedFrom != 0) {
                    Wire.Out none = new Wire.Out(Wire.QUESTION);
                    Question.write(none, 0, 0, 0, 0, NO_REGISTERS);
                    send(none.message());
                }
                told = now;
            }
            tellLast();
            sendUnsent();
            if (!warm && waiting.isEmpty()) {
                warmUp();
                warm = true;
            }
        }
        folds.tellAll();
        if (learnedFrom != 0 && events.isWhole()) {
            events.write(Surroundings.ended(learnedFrom));
        }
    }

    /** With the threads that are held at that moment. */
    private void tellLast() {
        if (lastWords && waiting.isEmpty()) {
            folds.tellAll();
            tellCounts();
            unsent.add(new Wire.Out(Wire.TOLD).message());
            lastWords = false;
        }
    }

    private void tellMissing(long now) {
        long missing = events.missing(now);
        if (missing > 0) {
            send(new Wire.Out(Wire.UNWRITTEN).put(missing).put(events.errno()).message());
        }
        if (unchecked > 0
                && now - uncheckedTold > UNCHECKED_PAUSE
                && send(new Wire.Out(Wire.UNCHECKED).put(unchecked).message())) {
            unchecked = 0;
            uncheckedTold = now;
        }
    }

    /** What is told of them comes seldom, and may be lost where the JVM does not take it. */
    private void tellCounts() {
        Iterator<Map.Entry<String, Counts.Count>> changed =
                counts.changed().entrySet().iterator();
        while (changed.hasNext()) {
            Map.Entry<String, Counts.Count> role = changed.next();
            Wire.Out out = new Wire.Out(Wire.COUNTED)
                    .put(role.getKey())
                    .put(role.getValue().denied())
                    .put(role.getValue().audited());
            if (!send(out.message())) {
                return;
            }
            changed.remove();
        }
    }

    private void poll(long most) throws SeccompException {
        List<Integer> descriptors = new ArrayList<>(watched.size() + 1);
        watched.forEach(one -> descriptors.add(one.listener()));
        descriptors.add(SOCKET);
        long millis = waiting.isEmpty() ? Math.min(most, 250) : 1;
        kernel.await(descriptors, !unsent.isEmpty(), millis);
        int last = descriptors.size() - 1;
        boolean message = kernel.isReadable(last) || kernel.isGone(last);
        List<Watched> readable = new ArrayList<>();
        List<Watched> gone = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            if (kernel.isReadable(i)) {
                readable.add(watched.get(i));
            } else if (kernel.isGone(i)) {
                gone.add(watched.get(i));
            }
        }
        // No thread is under the filter any more.
        gone.forEach(one -> kernel.close(one.listener()));
        watched.removeAll(gone);
        if (message) {
            takeMessages();
        }
        readable.forEach(this::takeCall);
    }

    private void takeMessages() throws SeccompException {
        for (int i = 0; i < AT_ONCE; i++) {
            byte[] message = socket.receive();
            if (message == null) {
                return;
            }
            if (message.length == 0) {
                ends = true;
                return;
            }
            try {
                take(new Wire.In(message, message.length));
            } catch (IllegalArgumentException e) {
                // Any thread of the JVM can write to the socket, if it gets at the descriptor.
                if (socket.received() >= 0) {
                    kernel.close(socket.received());
                }
            }
        }
    }

    private void take(Wire.In in) {
        if (in.kind() == Wire.LISTENER && socket.received() >= 0) {
            watched.add(Watched.read(in, arch, socket.received()));
        } else if (in.kind() == Wire.BOUNDS) {
            add(Denial.read(in));
        } else if (in.kind() == Wire.ENDS) {
            lastWords = true;
        } else if (in.kind() == Wire.LINE) {
            events.write(in.text());
        } else if (in.kind() == Wire.ASKER) {
            Waiting asked = waiting.get(in.number());
            if (asked != null) {
                asked.ofTheJvm = in.number() == 1;
                asked.note = in.text();
                sites.asker(asked.asked.tid(), Asker.read(in));
                asked.ofProcess = in.number() == 1 ? DecodedCall.read(in) : null;
            }
        } else if (in.kind() == Wire.BEYOND) {
            Waiting asked = waiting.get(in.number());
            if (asked != null) {
                asked.beyond = BoundsCheck.Found.read(in);
            }
        } else if (in.kind() == Wire.STACK) {
            Waiting answered = waiting.remove(in.number());
            if (answered != null) {
                answer(answered);
                if (answered.verdict.ofBounds() && answered.beyond == null) {
                    return;
                }
                List<String> stack =
                        Denial.texts(in).stream().map(String::intern).toList();
                if (answered.site != null) {
                    sites.stack(answered.site, stack);
                }
                note(answered, answered.words(), stack, answered.note);
            }
        }
    }

    private void takeCall(Watched by) {
        Listeners.Asked asked = listeners.take(by.listener());
        if (asked == null) {
            return;
        }
        Watched.Verdict verdict = by.decide(arch, asked.number(), asked.arguments());
        if (asked.tid() == by.zygote()) {
            // The agent's own thread looks at itself.
            if (verdict.ofBounds()) {
                listeners.letThrough(by.listener(), asked.id());
            } else {
                listeners.fail(by.listener(), asked.id(), verdict.errno());
            }
            return;
        }
        DecodedCall call = decoder.decode(asked.number(), asked.arguments());
        if (verdict.ofBounds()) {
            check(new Waiting(by, asked, verdict, call, null));
            return;
        }
        Sites.Site site = sites.of(verdict.role(), asked.tid(), call);
        Waiting held = new Waiting(by, asked, verdict, call, site);
        long now = System.nanoTime();
        if (!heldForAMoment.contains(asked.number()) && sites.ask(site, waiting.size(), now)) {
            questions++;
            held.until = now + patience;
            if (send(question(Wire.QUESTION, held).message())) {
                waiting.put(questions, held);
                return;
            }
        }
        answer(held);
        note(held, call, site.stack(), "");
    }

    /** Whether the roles have the path or port, the JVM knows; the thread is held so that it finds what the call would. */
    private void check(Waiting held) {
        Optional<BoundUse> use = BoundUse.of(arch, held.call, held.asked.arguments(), memory, 0);
        boolean mayBe = use.isPresent() || BoundUse.isOpen(held.call, held.asked.arguments());
        if (!mayBe || waiting.size() >= MOST_CHECKED) {
            answer(held);
            unchecked += mayBe ? 1 : 0;
            return;
        }
        questions++;
        held.until = System.nanoTime() + patience;
        Wire.Out out = question(Wire.CHECK, held).put(use.isPresent() ? 1 : 0);
        use.ifPresent(found -> found.write(out));
        if (send(out.message())) {
            waiting.put(questions, held);
        } else {
            answer(held);
            unchecked++;
        }
    }

    private Wire.Out question(byte kind, Waiting held) {
        Wire.Out out = new Wire.Out(kind);
        Listeners.Asked asked = held.asked;
        Question.write(out, questions, asked.tid(), held.by.number(), asked.number(), asked.arguments());
        return out;
    }

    private void letGo(long now) {
        Iterator<Waiting> all = waiting.values().iterator();
        while (all.hasNext()) {
            Waiting late = all.next();
            if (now - late.until < 0) {
                return;
            }
            all.remove();
            answer(late);
            if (late.verdict.ofBounds() && late.beyond == null) {
                unchecked++;
                continue;
            }
            note(late, late.call, List.of(), "no stack: the JVM did not answer in time");
        }
    }

    private void answer(Waiting held) {
        if (held.verdict.goesOn()) {
            listeners.letThrough(held.by.listener(), held.asked.id());
        } else {
            listeners.fail(held.by.listener(), held.asked.id(), held.verdict.errno());
        }
    }

    private void note(Waiting held, DecodedCall asked, List<String> stack, String note) {
        DecodedCall call =
                held.beyond == null || held.beyond.path().isEmpty() ? asked : asked.withPath(held.beyond.path());
        add(new Denial(
                System.currentTimeMillis(),
                held.verdict.goesOn(),
                held.beyond == null ? held.verdict.role() : held.beyond.role(),
                held.by.names(),
                sites.asker(held.asked.tid()),
                held.asked.tid(),
                call,
                held.beyond == null ? "" : held.beyond.use(),
                Errnos.name(held.verdict.errno()),
                1,
                held.beyond == null
                        ? remedy.of(
                                held.by.role(held.verdict.role()), held.asked.number(), held.asked.arguments(), call)
                        : held.beyond.allow(),
                stack,
                held.beyond != null
                        ? joined(note, held.beyond.note())
                        : joined(note, isRefused(held) ? "its own 'deny' takes it away" : "")));
    }

    private void add(Denial denial) {
        counts.add(denial);
        folds.add(denial, System.nanoTime());
    }

    private boolean isRefused(Waiting held) {
        return held.by.role(held.verdict.role()).refuses(arch, held.asked.number(), held.asked.arguments());
    }

    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }

    private void tell(Denial denial) {
        events.write(denial.json());
        Wire.Out out = new Wire.Out(Wire.DENIAL).put(lost);
        denial.fitting().write(out);
        byte[] message = out.message();
        if (unsent.size() < MOST_UNSENT && unsentBytes + message.length <= MOST_UNSENT_BYTES) {
            unsent.add(message);
            unsentBytes += message.length;
            lost = 0;
        } else {
            lost++;
        }
        sendUnsent();
    }

    private void sendUnsent() {
        while (!unsent.isEmpty() && send(unsent.peek())) {
            unsentBytes -= unsent.remove().length;
        }
    }

    private boolean send(byte[] message) {
        return message.length > UnixSocket.MOST || socket.send(message, -1) == 0;
    }

    /** The first denial should not be slower than others for the classes that it needs. */
    private void warmUp() {
        DecodedCall call = decoder.decode(0, new long[6]);
        Denial denial =
                new Denial(0, false, "", "", Asker.UNKNOWN, 0, call, "", "EPERM", 1, "", List.of("a.b.c(d:1)"), "");
        Program none = OwnPolicy.program(arch);
        Watched.Role role = new Watched.Role("", none, Optional.empty(), Optional.empty(), Set.of(), false);
        remedy.of(role, 0, new long[6], call);
        denial.json();
        denial.line();
    }
}
