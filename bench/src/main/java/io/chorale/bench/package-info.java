/** JMH benchmarks of the parts that run once per event or once per delivery. */
@NullMarked
package io.chorale.bench;

import org.jspecify.annotations.NullMarked;
