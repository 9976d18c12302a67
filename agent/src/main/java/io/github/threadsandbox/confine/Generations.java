package io.github.threadsandbox.confine;

/** Which generation of role maps is in force: whoever decides something asks once, and decides by what it got. */
final class Generations {
    private volatile Generation current;

    Generations(Generation first) {
        this.current = first;
    }

    Generation current() {
        return current;
    }

    /** From now on everything is matched against this one. */
    void switchTo(Generation next) {
        Generation before = current;
        current = next;
        next.gone(before).forEach(role -> role.supersede(before.number()));
    }
}
