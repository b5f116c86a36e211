package io.xenscope.dissect;

import java.net.InetAddress;

/** One end of a TCP connection. */
public record Endpoint(InetAddress address, int port) {}
