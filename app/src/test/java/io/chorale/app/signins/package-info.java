/** Sign-ins that outlive the session store. */
@NullMarked
package io.chorale.app.signins;

import org.jspecify.annotations.NullMarked;
