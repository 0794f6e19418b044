@NullMarked
package io.chorale.app.operations;

import org.jspecify.annotations.NullMarked;
