package io.github.threadsandbox.observe;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Equal denials, told once and then counted: the first at once, what came since after a second, ten, and then each minute. Of a storm
 * of different ones so many a second are told; of the rest, how many they were. Bounded in memory and in what it tells.
 */
final class Folds {
    /** Different denials that are remembered; the oldest are forgotten. */
    private static final int MOST = 4096;

    /** Characters of their texts, which a thread chooses that is denied something; the observer has little memory. */
    private static final int MOST_CHARACTERS = 3_000_000;

    /** New lines a second, in the long run and at once. */
    private static final int A_SECOND = 100;

    private static final int AT_ONCE = 1000;

    /** The same where all that threads do is to be learned from it. */
    private static final int AT_ONCE_TO_LEARN = 50_000;

    private static final long[] PAUSES = {
        TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(60)
    };

    private final Consumer<Denial> told;
    private final Map<Object, Fold> folds = new LinkedHashMap<>();
    private long characters;
    private final int atOnce;
    private double tokens;
    private long refilled;

    Folds(Consumer<Denial> told) {
        this(told, false);
    }

    /** @param learns whether as few as possible should be left out */
    Folds(Consumer<Denial> told, boolean learns) {
        this.told = told;
        this.atOnce = learns ? AT_ONCE_TO_LEARN : AT_ONCE;
        this.tokens = atOnce;
    }

    private static final class Fold {
        private Denial one;
        private long first;
        private long count;
        private int pause;
        private long due;
    }

    /** Takes a denial. */
    void add(Denial added, long now) {
        Denial denial = added;
        Object key = denial.key();
        Fold fold = folds.get(key);
        if (fold != null) {
            if (fold.count == 0) {
                characters -= fold.one.length();
                fold.one = fold.one.by(denial);
                characters += fold.one.length();
            }
            count(fold, denial);
            return;
        }
        refill(now);
        if (tokens < 1) {
            key = List.of(denial.audit(), denial.role(), denial.call().syscall());
            fold = folds.get(key);
            denial = denial.noting("one of too many different ones to tell each");
        } else {
            tokens--;
        }
        if (fold == null) {
            characters += denial.length();
            forgetOldest();
            fold = new Fold();
            fold.due = now + PAUSES[0];
            fold.one = denial;
            folds.put(key, fold);
            told.accept(denial);
        } else {
            count(fold, denial);
        }
    }

    private static void count(Fold fold, Denial denial) {
        fold.first = fold.count == 0 ? denial.millis() : fold.first;
        fold.count += denial.count();
    }

    private void refill(long now) {
        tokens = Math.min(atOnce, tokens + (now - refilled) * (A_SECOND / 1e9));
        refilled = now;
    }

    private void forgetOldest() {
        Iterator<Fold> all = folds.values().iterator();
        while (all.hasNext() && (folds.size() >= MOST || characters > MOST_CHARACTERS)) {
            Fold oldest = all.next();
            all.remove();
            characters -= oldest.one.length();
            tell(oldest);
        }
    }

    /** Of all that are remembered. */
    long characters() {
        return characters;
    }

    /** Tells what is due. */
    void tellDue(long now) {
        for (Fold fold : folds.values()) {
            if (now - fold.due >= 0) {
                fold.pause = fold.count == 0 ? 0 : Math.min(fold.pause + 1, PAUSES.length - 1);
                fold.due = now + PAUSES[fold.pause];
                tell(fold);
            }
        }
    }

    /** Tells all that has not been told. */
    void tellAll() {
        folds.values().forEach(this::tell);
    }

    private void tell(Fold fold) {
        if (fold.count > 0) {
            told.accept(fold.one.with(fold.first, fold.count));
            fold.count = 0;
        }
    }
}
