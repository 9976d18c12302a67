package io.github.threadsandbox.it.benchmark;

/** How thoroughly is measured. */
enum Effort {
    /** Whether the harness works at all: about a minute on one JDK; the figures mean nothing. */
    SMOKE,
    /** For a look: some minutes; the figures are rough. */
    QUICK,
    /** For the page. */
    FULL;

    /** The number for this effort. */
    int of(int smoke, int quick, int full) {
        return switch (this) {
            case SMOKE -> smoke;
            case QUICK -> quick;
            case FULL -> full;
        };
    }
}
