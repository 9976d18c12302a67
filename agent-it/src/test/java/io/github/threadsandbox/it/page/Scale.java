package io.github.threadsandbox.it.page;

import java.util.ArrayList;
import java.util.List;

/** Numbers along an axis that grows tenfold over equal lengths. */
final class Scale {
    private static final double[] TICKS = {1, 2, 5};
    private static final int FEW = 9;

    private final double from;
    private final double to;
    private final double begin;
    private final double end;

    Scale(double from, double to, double begin, double end) {
        if (!(from > 0 && to >= from)) {
            throw new IllegalArgumentException(from + " to " + to);
        }
        this.from = from;
        this.to = to > from ? to : from * 2;
        this.begin = begin;
        this.end = end;
    }

    /** Where a number lies; what is outside lies at the end. */
    double at(double value) {
        double within = Math.min(Math.max(value, from), to);
        return begin + (end - begin) * Math.log(within / from) / Math.log(to / from);
    }

    /** Round numbers between the ends: tens alone where there are many. */
    List<Double> ticks() {
        List<Double> all = new ArrayList<>();
        List<Double> tens = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
            for (double tick : TICKS) {
                double value = power < 0 ? tick / Math.pow(10, -power) : tick * Math.pow(10, power);
                if (value >= from && value <= to) {
                    all.add(value);
                    if (tick == 1) {
                        tens.add(value);
                    }
                }
            }
        }
        return all.size() <= FEW ? all : tens;
    }
}
