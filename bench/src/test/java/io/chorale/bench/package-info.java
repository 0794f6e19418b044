@NullMarked
package io.chorale.bench;

import org.jspecify.annotations.NullMarked;
