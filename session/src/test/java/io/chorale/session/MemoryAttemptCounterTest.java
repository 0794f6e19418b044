package io.chorale.session;

class MemoryAttemptCounterTest extends AttemptCounterContract {
    private final MemoryAttemptCounter counter = new MemoryAttemptCounter();

    @Override
    protected AttemptCounter counter() {
        return counter;
    }
}
