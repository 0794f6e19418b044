package io.chorale.bench.peer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.store.RedissonStoreFactory;
import org.redisson.Redisson;
import org.redisson.codec.SerializationCodec;
import org.redisson.config.Config;

/** The tiny app on netty-socketio: {@code NettyPeer PORT [REDIS_URL]}. */
public final class NettyPeer {
    private static final int PING_TIMEOUT_MILLIS = 60_000;

    private NettyPeer() {}

    public static void main(String... arguments) {
        Configuration configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(Integer.parseInt(arguments[0]));
        configuration.setPingTimeout(PING_TIMEOUT_MILLIS);
        configuration.getSocketConfig().setReuseAddress(true);
        configuration.getSocketConfig().setTcpNoDelay(true);
        if (arguments.length > 1) {
            Config redisson = new Config();
            redisson.setCodec(new SerializationCodec());
            redisson.useSingleServer().setAddress(arguments[1]);
            configuration.setStoreFactory(new RedissonStoreFactory(Redisson.create(redisson)));
        }
        SocketIOServer io = new SocketIOServer(configuration);
        io.addEventListener("join", String.class, (client, room, ack) -> {
            client.joinRoom(room);
            ack.sendAckData(room);
        });
        io.addEventListener("echo", String.class, (client, text, ack) -> ack.sendAckData(text));
        io.addEventListener(
                "broadcast",
                String.class,
                (client, text, ack) -> io.getRoomOperations("r").sendEvent("message", text));
        io.start();
        System.out.println("ready");
    }
}
