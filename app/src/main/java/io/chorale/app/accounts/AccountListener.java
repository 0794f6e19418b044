package io.chorale.app.accounts;

/** Hears of committed changes of accounts, on the replica that made them, on the thread of the request. Must not throw. */
public interface AccountListener {

    /** Name, picture or role are others now. */
    void changed(User user);

    /** The account is no more and its sessions are ended. */
    void deleted(User user);
}
