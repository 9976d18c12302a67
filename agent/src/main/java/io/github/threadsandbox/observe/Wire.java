package io.github.threadsandbox.observe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages between the JVM and its observer: a letter, then numbers, texts and bytes in an order that both know. */
final class Wire {
    /** To the observer: what it must know; with the file of events. */
    static final byte SETTINGS = 'C';

    /** To the observer: roles and their programs; with a listener. */
    static final byte LISTENER = 'L';

    /** To the observer: a line for the file of events, of what denials do not tell. */
    static final byte LINE = 'N';

    /** To the observer: which thread it asked about; its stack comes behind it. */
    static final byte ASKER = 'A';

    /** To the observer: a stack. */
    static final byte STACK = 'S';

    /** To the observer: a denial that it cannot have seen, to be told with the others. */
    static final byte BOUNDS = 'B';

    /** To the observer: the JVM is about to end, and waits for what is not told. */
    static final byte ENDS = 'E';

    /** From the observer: that was all. */
    static final byte TOLD = 'T';

    /** From the observer: it answers from now on. */
    static final byte READY = 'R';

    /** From the observer: which stack it wants; of question 0 none, but lines that there are meanwhile. */
    static final byte QUESTION = 'Q';

    /** To the observer: which role's paths or ports would not have it; the stack comes behind it. */
    static final byte BEYOND = 'Y';

    /** From the observer: whether a path or port is one of an audited role's. */
    static final byte CHECK = 'P';

    /** From the observer: how many of these it had to let go before it knew. */
    static final byte UNCHECKED = 'K';

    /** From the observer: a denial. */
    static final byte DENIAL = 'D';

    /** From the observer: how many denials of a role there were, told or not. */
    static final byte COUNTED = 'O';

    /** From the observer: how many lines the file of events lacks, and why. */
    static final byte UNWRITTEN = 'U';

    private Wire() {}

    /** Writes a message. */
    static final class Out {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Out(byte kind) {
            bytes.write(kind);
        }

        Out put(long number) {
            bytes.writeBytes(ByteBuffer.allocate(8).putLong(number).array());
            return this;
        }

        Out put(byte[] more) {
            put(more.length);
            bytes.writeBytes(more);
            return this;
        }

        Out put(String text) {
            return put(text.getBytes(StandardCharsets.UTF_8));
        }

        byte[] message() {
            return bytes.toByteArray();
        }
    }

    /** Reads a message; what does not fit is an {@link IllegalArgumentException}. */
    static final class In {
        private final ByteBuffer bytes;
        private final byte kind;

        In(byte[] message, int length) {
            bytes = ByteBuffer.wrap(message, 0, length);
            kind = bytes.get();
        }

        byte kind() {
            return kind;
        }

        long number() {
            need(8);
            return bytes.getLong();
        }

        byte[] bytes() {
            long length = number();
            need(length);
            byte[] taken = new byte[(int) length];
            bytes.get(taken);
            return taken;
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private void need(long length) {
            if (length < 0 || length > bytes.remaining()) {
                throw new IllegalArgumentException("a message of another version or of somebody else");
            }
        }
    }
}
