/**
 * What the JVM calls: {@code premain}, {@code agentmain} and {@code main}.
 *
 * <p>Zone: the system class loader, beside the application, which can see these classes and call them. So they hold nothing
 * and give nothing: they make a first class loader, name what is in it by string, and let go of it.
 *
 * <p>Not responsible for: everything else; go on reading in {@code foothold} or {@code command}.
 */
package io.github.threadsandbox.premain;
