/** Medians, ratios, and the page that people read. */
@NullMarked
package io.chorale.bench.report;

import org.jspecify.annotations.NullMarked;
