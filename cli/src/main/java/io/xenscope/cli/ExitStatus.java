package io.xenscope.cli;

/** What the command says to the shell. With several inputs the highest counts. */
enum ExitStatus {
    /** All inputs decoded, every migration complete. */
    COMPLETE(0),
    /** Decoded, but a migration is truncated, failed, failed over or has a finding of severity error. */
    INCOMPLETE(1),
    /** Wrong usage, or an input that cannot be read or is not recognised. */
    UNUSABLE(2),
    /** Our own fault. */
    INTERNAL(70),
    /** Nobody reads the output any more; the shell's number for SIGPIPE. */
    BROKEN_PIPE(141);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    ExitStatus worse(ExitStatus other) {
        return other.code > code ? other : this;
    }
}
