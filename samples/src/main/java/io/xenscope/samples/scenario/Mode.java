package io.xenscope.samples.scenario;

/** What the sender does. */
public enum Mode {
    /** Suspended guest, one pass (section 5.4). */
    SAVE,
    /** Live passes, final pass (section 5.2). */
    LIVE,
    /** Live, then VERIFY and a further full pass. */
    DEBUG,
    /** Live, then checkpoint rounds until the stream breaks (section 1.7). */
    REMUS,
    /** Checkpoint rounds with a back-channel (sections 1.8 and 6). */
    COLO;

    /** Whether the guest runs during the first pass. */
    public boolean live() {
        return this != SAVE;
    }

    /** Whether the stream consists of checkpoint rounds and has no END. */
    public boolean checkpointed() {
        return this == REMUS || this == COLO;
    }
}
