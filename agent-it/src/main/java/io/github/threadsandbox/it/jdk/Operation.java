package io.github.threadsandbox.it.jdk;

/** Something that a program does with the JDK. */
interface Operation {
    /** Does it; the text of what it gives is the same whenever it works. */
    Object run() throws Throwable;
}
