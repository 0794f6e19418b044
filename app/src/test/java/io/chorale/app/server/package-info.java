@NullMarked
package io.chorale.app.server;

import org.jspecify.annotations.NullMarked;
