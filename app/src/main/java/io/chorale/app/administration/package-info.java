/** What administrators see and change while the server runs, over REST. */
@NullMarked
package io.chorale.app.administration;

import org.jspecify.annotations.NullMarked;
