package io.xenscope.cli;

/** How connections that were meant for somebody else come to the proxy. */
enum Transparent {
    REDIRECT,
    TPROXY
}
