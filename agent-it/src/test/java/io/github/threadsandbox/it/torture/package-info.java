/**
 * Starts the programs of {@code torture}, from outside stops, dumps and signals them, and reads what they print.
 *
 * <p>{@code Matrix} ({@code mvn -q -Ptorture verify -DskipTests}) takes every JDK under /usr/lib/jvm, and those of
 * {@code -Dmore.jdks=HOME:HOME}, with every collector that they have. {@code Soak} ({@code -Dtorture.main=Soak}, for
 * {@code -Dtorture.time=30m}) lets threads come and go. {@code TortureIT} is the share of both that {@code mvn verify} runs.
 */
package io.github.threadsandbox.it.torture;
