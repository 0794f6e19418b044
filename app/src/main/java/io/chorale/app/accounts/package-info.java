/** Who people are: sign-up, sign-in, roles, profiles. */
@NullMarked
package io.chorale.app.accounts;

import org.jspecify.annotations.NullMarked;
