package io.chorale.app.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.session.SessionStore;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.LocalReplica;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What counts stands in front of the real thing. A method with a default that it forgets to pass on would silently do the
 * default: events were marked as told that had only been queued, and sessions of other replicas were not found.
 */
class MeteredTest {

    static List<Class<?>[]> pairs() {
        return List.of(
                new Class<?>[] {ClusterManager.class, MeteredCluster.class},
                new Class<?>[] {LocalReplica.class, MeteredReplica.class},
                new Class<?>[] {SessionStore.class, MeteredSessions.class});
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void passesEveryMethodOn(Class<?> contract, Class<?> metered) {
        List<String> own = Arrays.stream(metered.getDeclaredMethods())
                .map(MeteredTest::signature)
                .toList();
        assertThat(Arrays.stream(contract.getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .filter(method -> !signature(method).equals("close[]")) // stands for close(Duration)
                        .map(MeteredTest::signature))
                .isSubsetOf(own);
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
