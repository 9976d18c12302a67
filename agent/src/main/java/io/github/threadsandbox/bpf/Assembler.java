package io.github.threadsandbox.bpf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays a decision graph out as instructions. BPF jumps forwards only, so it is laid out backwards: whatever a test jumps to
 * already has its place. Every node is emitted once; a node's load is left out for those who come with the word loaded.
 *
 * <p>A conditional jump reaches 255 instructions. What lies further is reached over an unconditional one beside the test;
 * a return is emitted anew instead, which is no longer and runs one instruction less.
 */
final class Assembler {
    /** Less than 255, because up to two instructions come between a test and what was measured. */
    private static final int REACH = 252;

    /** The instructions, last first: an index here is a distance from the end. */
    private final List<Instruction> backwards = new ArrayList<>();

    private final Map<Node, Entries> placed = new HashMap<>();
    private final Set<Node.Test> loading = new HashSet<>();
    private final Set<Node.Test> masking = new HashSet<>();
    private final Map<Integer, Integer> jumps = new HashMap<>();

    /** Where a node is joined: with nothing loaded, with its word loaded, with the word masked as well. */
    private record Entries(int unloaded, int loaded, int masked) {}

    private Assembler() {}

    static List<Instruction> assemble(Node root) {
        Assembler assembler = new Assembler();
        if (root instanceof Node.Test test) {
            assembler.loading.add(test);
            assembler.masking.add(test);
            assembler.join(test, new HashSet<>());
        }
        assembler.place(root);
        List<Instruction> forwards = new ArrayList<>(assembler.backwards);
        Collections.reverse(forwards);
        return forwards;
    }

    /** Finds the nodes that some path reaches without their word in the accumulator: the others need no load. */
    private void join(Node.Test test, Set<Node.Test> seen) {
        if (!seen.add(test)) {
            return;
        }
        for (Node next : List.of(test.yes(), test.no())) {
            if (next instanceof Node.Test joined) {
                if (!joined.source().equals(test.source())) {
                    masking.add(joined);
                    if (!joined.source().whole().equals(test.source())) {
                        loading.add(joined);
                    }
                }
                join(joined, seen);
            }
        }
    }

    private Entries place(Node node) {
        Entries entries = placed.get(node);
        if (entries == null) {
            entries = node instanceof Node.Test test ? place(test) : place((Node.Return) node);
            placed.put(node, entries);
        }
        return entries;
    }

    private Entries place(Node.Return end) {
        int at = add(new Instruction(Opcode.RETURN, 0, 0, end.value()));
        return new Entries(at, at, at);
    }

    private Entries place(Node.Test test) {
        place(test.no());
        place(test.yes());
        int yes = reach(test.yes(), test.source());
        int no = reach(test.no(), test.source());
        int at = backwards.size();
        int masked = add(new Instruction(test.opcode(), at - yes - 1, at - no - 1, test.k()));
        int loaded = test.source().isMasked() && masking.contains(test)
                ? add(new Instruction(Opcode.AND, 0, 0, test.source().mask()))
                : masked;
        int unloaded = loading.contains(test)
                ? add(new Instruction(Opcode.LOAD, 0, 0, test.source().offset()))
                : loaded;
        return new Entries(unloaded, loaded, masked);
    }

    /** A place within reach of the next instruction from which {@code node} goes on. */
    private int reach(Node node, Source accumulator) {
        Entries entries = placed.get(node);
        int target = entries.unloaded;
        if (node instanceof Node.Test test) {
            if (test.source().equals(accumulator)) {
                target = entries.masked;
            } else if (test.source().whole().equals(accumulator)) {
                target = entries.loaded;
            }
        }
        if (backwards.size() - target <= REACH) {
            return target;
        }
        if (node instanceof Node.Return end) {
            Entries again = place(end);
            placed.put(node, again);
            return again.unloaded;
        }
        Integer jump = jumps.get(target);
        if (jump == null || backwards.size() - jump > REACH) {
            jump = add(new Instruction(Opcode.JUMP, 0, 0, backwards.size() - target - 1));
            jumps.put(target, jump);
        }
        return jump;
    }

    private int add(Instruction instruction) {
        backwards.add(instruction);
        return backwards.size() - 1;
    }
}
