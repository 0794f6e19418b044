/** What is measured, the same for every peer. */
@NullMarked
package io.chorale.bench.scenario;

import org.jspecify.annotations.NullMarked;
