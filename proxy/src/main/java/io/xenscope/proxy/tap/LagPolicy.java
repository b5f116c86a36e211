package io.xenscope.proxy.tap;

/** What happens when dissection does not keep up with forwarding. */
public enum LagPolicy {
    /** Forwarding goes on; page contents are not looked at for a while, then octets are given up and counted. */
    DEGRADE,
    /** Forwarding waits: nothing is given up, but the migration may be slowed. */
    BLOCK
}
