package io.xenscope.capture;

/** Why a packet was left out. */
enum Skip {
    LINK_TYPE("link type not supported"),
    INTERFACE("interface not described"),
    LINK_ERROR("damaged on the link"),
    SHORT("headers cut off"),
    MALFORMED("headers malformed"),
    NOT_IP("not IP"),
    NOT_TCP("not TCP"),
    NESTING("encapsulated too deeply"),
    ENCRYPTED("encrypted (ESP)"),
    FRAGMENT("IP fragment not put together"),
    OLD_DUPLICATE("old TCP duplicate"),
    STRAY("TCP segment fitting no connection");

    final String text;

    Skip(String text) {
        this.text = text;
    }
}
