/**
 * Ordinary operations of the JDK, for the question whether a confined thread that tried them first has broken any of them
 * for the others.
 *
 * <p>Each gives a text that is the same in every JVM of a JDK on one machine. Start reading at {@code Poison}.
 */
package io.github.threadsandbox.it.jdk;
