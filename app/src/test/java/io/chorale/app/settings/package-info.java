@NullMarked
package io.chorale.app.settings;

import org.jspecify.annotations.NullMarked;
