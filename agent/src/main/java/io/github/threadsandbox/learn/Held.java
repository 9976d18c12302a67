package io.github.threadsandbox.learn;

/**
 * What was asked for and is not proposed.
 *
 * @param line what would allow it, as a role map has it; empty where nothing does
 * @param reason why it is not proposed
 */
record Held(String line, String reason) implements Comparable<Held> {
    @Override
    public int compareTo(Held other) {
        int order = line.compareTo(other.line);
        return order != 0 ? order : reason.compareTo(other.reason);
    }
}
