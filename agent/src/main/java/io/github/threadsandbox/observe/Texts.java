package io.github.threadsandbox.observe;

/** Texts that a confined thread may have chosen: its name, paths, names of its classes. */
final class Texts {
    private Texts() {}

    /**
     * What is longer is cut.
     *
     * @param most how many characters there may be
     */
    static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
