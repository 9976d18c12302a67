package io.github.threadsandbox.it.page;

import java.util.Optional;

/**
 * One line of the table.
 *
 * @param jdk on which JDK; empty where none takes part
 * @param what what was measured
 * @param ours our figure, with its unit
 * @param other the alternative's; empty where there is none
 * @param ratio of ours to the alternative's, if there is one
 * @param bar what the ratio is held to
 */
public record Row(String jdk, String what, String ours, String other, Optional<Spread> ratio, Bar bar) {}
