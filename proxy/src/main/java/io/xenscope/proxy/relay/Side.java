package io.xenscope.proxy.relay;

/** One of the two connections a forwarded connection is made of. */
public enum Side {
    /** To the host that connected; on {@code --to} and transparent modes alike. */
    CLIENT,
    /** To the host that was meant. */
    SERVER;

    public Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
