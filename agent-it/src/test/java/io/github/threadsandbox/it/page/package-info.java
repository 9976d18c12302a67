/** The page on which the benchmark states what it measured: values to Markdown and SVG. Pure: no input or output, no clock. */
package io.github.threadsandbox.it.page;
