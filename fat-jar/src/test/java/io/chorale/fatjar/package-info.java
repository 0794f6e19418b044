@NullMarked
package io.chorale.fatjar;

import org.jspecify.annotations.NullMarked;
