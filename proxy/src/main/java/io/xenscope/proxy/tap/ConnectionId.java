package io.xenscope.proxy.tap;

/**
 * Which connection, for messages.
 *
 * @param number its own while the process runs; the same addresses and ports may come again
 * @param client who connected
 * @param server who was meant
 */
public record ConnectionId(long number, String client, String server) {

    @Override
    public String toString() {
        return "#" + number + " " + client + " -> " + server;
    }
}
