package io.chorale.bench.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Connects by websocket at once. Frames are masked with a key of zeros, which is a mask like any other to the server. */
public final class WebSocketClient extends LoadClient {
    private static final byte[] NOTHING = {};
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final InetSocketAddress address;
    private byte[] rest = NOTHING;
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private boolean upgraded;

    private WebSocketClient(LoadLoop loop, int number, InetSocketAddress address, LoadListener listener)
            throws IOException {
        super(number, listener);
        this.address = address;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(address);
        key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
    }

    /** To be called on the loop. */
    public static WebSocketClient connect(LoadLoop loop, int number, InetSocketAddress address, LoadListener listener) {
        try {
            return new WebSocketClient(loop, number, address, listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void connectable() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        write(ByteBuffer.wrap(
                ("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost:" + address.getPort()
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Sec-WebSocket-Version: 13\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void send(String packet) {
        byte[] text = packet.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(text.length + 14);
        frame.put((byte) 0x81);
        if (text.length < SHORT) {
            frame.put((byte) (MASKED | text.length));
        } else {
            frame.put((byte) (MASKED | SHORT)).putShort((short) text.length);
        }
        frame.putInt(0).put(text).flip();
        try {
            write(frame);
        } catch (IOException e) {
            close(e.toString());
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (!unsent.hasRemaining()) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + bytes.remaining());
            unsent = both.put(unsent).put(bytes).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    @Override
    void writable() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    @Override
    void readable(ByteBuffer shared) throws IOException {
        shared.clear().put(rest);
        int read = channel.read(shared);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        byte[] bytes = shared.array();
        int end = shared.position();
        int position = upgraded ? 0 : skipResponse(bytes, end);
        if (upgraded) {
            position = frames(bytes, position, end);
        }
        rest = position == end ? NOTHING : Arrays.copyOfRange(bytes, position, end);
    }

    /** @return 0 until the response is complete */
    private int skipResponse(byte[] bytes, int end) throws IOException {
        for (int i = 3; i < end; i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
                String status = new String(bytes, 0, Math.min(end, 12), StandardCharsets.US_ASCII);
                if (!status.endsWith(" 101")) {
                    throw new IOException("the server answered " + new String(bytes, 0, end, StandardCharsets.UTF_8));
                }
                upgraded = true;
                return i + 1;
            }
        }
        return 0;
    }

    /** @return where an incomplete frame begins */
    private int frames(byte[] bytes, int from, int end) throws IOException {
        int position = from;
        while (end - position >= 2) {
            int header = 2;
            int length = bytes[position + 1] & 0x7f;
            if (length == SHORT) {
                if (end - position < 4) {
                    break;
                }
                length = (bytes[position + 2] & 0xff) << 8 | bytes[position + 3] & 0xff;
                header = 4;
            } else if (length > SHORT) {
                throw new IOException("a frame of more than 65,535 bytes");
            }
            if (end - position < header + length) {
                break;
            }
            switch (bytes[position] & 0x0f) {
                case 1 -> packet(bytes, position + header, length);
                case 8 -> throw new EOFException("the server sent a close frame");
                default -> {
                    // nothing else is expected, and nothing is lost by it
                }
            }
            position += header + length;
        }
        return position;
    }

    @Override
    void closeChannels() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
