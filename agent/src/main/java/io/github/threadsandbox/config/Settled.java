package io.github.threadsandbox.config;

/** What is settled when the JVM starts: a role map that follows another may not change it. */
final class Settled {
    private final Section settings;

    Settled(Section settings) {
        this.settings = settings;
    }

    /** What could not be read was said, and is no change. */
    void check(String key, Object inForce, Object now) {
        if (!inForce.equals(now) && settings.report().isSound(settings.path(key))) {
            settings.report()
                    .problem(
                            settings.origin(key),
                            settings.path(key),
                            (key.equals("base")
                                            ? "the base filter is in force on every thread and cannot be taken back or replaced"
                                            : "is settled when the JVM starts")
                                    + ": put it back as it was, or start the JVM anew");
        }
    }
}
