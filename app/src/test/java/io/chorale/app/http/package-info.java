@NullMarked
package io.chorale.app.http;

import org.jspecify.annotations.NullMarked;
