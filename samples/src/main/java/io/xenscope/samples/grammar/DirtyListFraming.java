package io.xenscope.samples.grammar;

/** How a secondary frames CHECKPOINT_DIRTY_PFN_LIST (section 6). */
public enum DirtyListFraming {
    /** Correct framing, senders 4.7 to 4.17. */
    PLAIN(0),
    /** Eight surplus zero octets behind the record header, 64-bit senders from 4.18 on. */
    SURPLUS_8(8),
    /** Four surplus zero octets, what a 32-bit sender from 4.18 on would write. */
    SURPLUS_4(4);

    private final int surplus;

    DirtyListFraming(int surplus) {
        this.surplus = surplus;
    }

    int surplus() {
        return surplus;
    }
}
