package io.chorale.app.accounts;

import io.chorale.session.SessionKey;

/** Hears of committed changes of accounts, on the replica that made them, on the thread of the request. Must not throw. */
public interface AccountListener {

    /** Name, picture or role are others now. */
    void changed(User user);

    /** An API key is worth nothing any more. @param hash of the key, as its sockets are known by */
    void keyEnded(SessionKey hash);

    /** The account is no more and its sessions are ended. */
    void deleted(User user);
}
