package io.chorale.bench.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The floor: one thread, one selector, one write call for each delivery, and of the protocols just what the load
 * generator says. No server can do with much less, in Java. {@code FloorPeer PORT}.
 */
public final class FloorPeer {
    private static final String WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int BUFFER = 65_536;
    private static final int SHORT = 126;

    private final ByteBuffer input = ByteBuffer.allocate(BUFFER);
    private final List<SocketChannel> members = new ArrayList<>();

    private FloorPeer() {}

    public static void main(String... arguments) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 4_096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println("ready");
        FloorPeer floor = new FloorPeer();
        while (true) {
            selector.select(key -> floor.ready(selector, key));
        }
    }

    private void ready(Selector selector, SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            } else {
                read(key, (SocketChannel) key.channel());
            }
        } catch (IOException e) {
            members.remove(key.channel());
            key.cancel();
        }
    }

    private void read(SelectionKey key, SocketChannel channel) throws IOException {
        input.clear();
        if (channel.read(input) < 0) {
            throw new IOException("closed");
        }
        input.flip();
        if (key.attachment() == null) {
            key.attach(Boolean.TRUE);
            handshake(channel, StandardCharsets.US_ASCII.decode(input).toString());
            return;
        }
        while (input.hasRemaining()) {
            input.get();
            int length = input.get() & 0x7f;
            length = length == SHORT ? input.getShort() & 0xffff : length;
            input.getInt(); // the mask of the load generator: zeros
            byte[] text = new byte[length];
            input.get(text);
            packet(channel, new String(text, StandardCharsets.UTF_8));
        }
    }

    private static void handshake(SocketChannel channel, String request) throws IOException {
        String key = request.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        write(
                channel,
                ByteBuffer.wrap(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII)));
        write(
                channel,
                frame(
                        "0{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":60000,\"maxPayload\":1000000}"));
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + WEBSOCKET).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void packet(SocketChannel channel, String packet) throws IOException {
        if (packet.equals("40")) {
            write(channel, frame("40{\"sid\":\"x\"}"));
        } else if (packet.startsWith("42[\"broadcast\",")) {
            ByteBuffer frame = frame("42[\"message\"," + packet.substring("42[\"broadcast\",".length()));
            for (SocketChannel member : members) {
                write(member, frame.duplicate());
            }
        } else if (packet.contains("[\"join\",")) {
            members.add(channel);
            answer(channel, packet);
        } else if (packet.contains("[\"echo\",")) {
            answer(channel, packet);
        }
    }

    private static void answer(SocketChannel channel, String packet) throws IOException {
        int open = packet.indexOf('[');
        write(channel, frame("43" + packet.substring(2, open) + "[" + packet.substring(packet.indexOf(',') + 1)));
    }

    private static ByteBuffer frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocateDirect(bytes.length + 4).put((byte) 0x81);
        if (bytes.length < SHORT) {
            frame.put((byte) bytes.length);
        } else {
            frame.put((byte) SHORT).putShort((short) bytes.length);
        }
        return frame.put(bytes).flip();
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
