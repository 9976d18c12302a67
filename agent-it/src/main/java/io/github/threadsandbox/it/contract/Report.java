package io.github.threadsandbox.it.contract;

/** Prints what was seen, under the submitter's name. */
final class Report {
    private final String submitter;

    Report(String submitter) {
        this.submitter = submitter;
    }

    /** Looks at one contract. */
    interface Look {
        Object seen() throws Throwable;
    }

    String submitter() {
        return submitter;
    }

    void print(String executor, String contract, Look look) {
        String seen;
        try {
            seen = String.valueOf(look.seen());
        } catch (Throwable t) {
            seen = "failed: " + Thrown.text(t);
        }
        // What one contract leaves is not the next one's.
        if (Thread.interrupted()) {
            seen += " (submitter interrupted)";
        }
        System.out.println(submitter + "/" + executor + "/" + contract + "=" + seen);
    }
}
