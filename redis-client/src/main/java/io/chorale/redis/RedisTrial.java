package io.chorale.redis;

import java.util.Optional;

/**
 * The outcome of one trial.
 *
 * @param seen in one line, without secrets
 * @param fault empty when it works
 * @param cure what to do; empty when it works
 */
public record RedisTrial(RedisAbility ability, String seen, Optional<RedisFault> fault, String cure) {
    static RedisTrial passed(RedisAbility ability, String seen) {
        return new RedisTrial(ability, seen, Optional.empty(), "");
    }

    static RedisTrial failed(RedisAbility ability, String seen, RedisFault fault, String cure) {
        return new RedisTrial(ability, seen, Optional.of(fault), cure);
    }

    public boolean works() {
        return fault.isEmpty();
    }
}
