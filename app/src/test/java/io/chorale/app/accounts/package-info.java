/** Accounts through the REST paths of a whole server. */
@NullMarked
package io.chorale.app.accounts;

import org.jspecify.annotations.NullMarked;
