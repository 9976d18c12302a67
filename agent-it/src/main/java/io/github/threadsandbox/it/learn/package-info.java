/**
 * Programs as people write them, for {@code LearnIT}: what their threads do is learned, and then enforced.
 *
 * <p>Each does its work, says what came of it as {@code name=value}, and ends. With one argument more it is attacked from within,
 * on a thread of a role.
 */
package io.github.threadsandbox.it.learn;
