package io.github.threadsandbox.config;

import java.io.Serializable;

/**
 * Something wrong with a role map.
 *
 * @param file the file in which it stands
 * @param line the line; 0 for what is about a whole file
 * @param key the key's whole path; empty for what is about no key, such as a missing bracket
 * @param message what is wrong, and what to write
 */
public record Problem(String file, int line, String key, String message) implements Serializable {
    /**
     * Whether another problem is of the same key in the same place: what a rule lacks may be told with other words for another architecture.
     *
     * @param other the other problem
     * @return whether it is
     */
    public boolean isAt(Problem other) {
        return file.equals(other.file) && line == other.line && key.equals(other.key);
    }

    /**
     * The same problem, where it is one of a single architecture.
     *
     * @param architecture its name
     * @return with the architecture before the message
     */
    public Problem of(String architecture) {
        return new Problem(file, line, key, "on " + architecture + ": " + message);
    }

    /** Where it is: {@code file:line}. */
    String place() {
        return file + (line > 0 ? ":" + line : "");
    }

    /**
     * For people.
     *
     * @return {@code file:line: key: what is wrong: what to write}
     */
    @Override
    public String toString() {
        return place() + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
