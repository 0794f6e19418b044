package io.chorale.websocket.redis;

/**
 * What one publish carries between two replicas on one {@link RelayLink}.
 *
 * @param sender id of the replica that sent it
 * @param link number of the link, given by the replica that opened it
 * @param byOpener the sender opened the link
 * @param kind {@link #DATA}, {@link #NOTHING} or {@link #RESET}
 * @param sequence number of the data on the link, from 0
 * @param acknowledged number of the next data that the sender waits for
 */
record RelayPacket(
        String sender, long link, boolean byOpener, int kind, long sequence, long acknowledged, byte[] data) {
    /** Part of the stream of messages. */
    static final int DATA = 0;
    /** A sign of life and the acknowledgement. */
    static final int NOTHING = 1;
    /** The sender knows nothing of this link. */
    static final int RESET = 2;

    private static final int VERSION = 1;

    byte[] encode() {
        return new WireWriter()
                .byteValue(VERSION)
                .text(sender)
                .longValue(link)
                .byteValue(byOpener ? 1 : 0)
                .byteValue(kind)
                .longValue(sequence)
                .longValue(acknowledged)
                .bytes(data)
                .toBytes();
    }

    /** @throws MalformedMessageException when no replica of a known version wrote it */
    static RelayPacket parse(byte[] message) {
        WireReader in = new WireReader(message);
        int version = in.byteValue();
        if (version != VERSION) {
            throw new MalformedMessageException("version " + version + "; known is " + VERSION);
        }
        RelayPacket packet = new RelayPacket(
                in.text(),
                in.longValue(),
                in.byteValue() == 1,
                in.byteValue(),
                in.longValue(),
                in.longValue(),
                in.bytes());
        if (packet.kind > RESET) {
            throw new MalformedMessageException("kind " + packet.kind + " is not known");
        }
        return packet;
    }
}
