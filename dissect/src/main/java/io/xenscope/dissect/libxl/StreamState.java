package io.xenscope.dissect.libxl;

import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Migration;
import java.nio.ByteOrder;

/** What the records of a libxl stream have told so far, as far as later records are judged by it. */
final class StreamState {

    /** Where in the stream a record stands. */
    enum Position {
        /** Before the image, or behind it. */
        MAIN,
        /** Between CHECKPOINT and CHECKPOINT_END. */
        TAIL,
        /** Behind CHECKPOINT_END, where COLO announces the next epoch. */
        BETWEEN_EPOCHS
    }

    private final Migration migration;

    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    boolean converted;
    Position place = Position.MAIN;
    boolean contextSeen;
    boolean imageSeen;

    /** Records were lost, so that those that are missing or stand in the wrong place may have been right. */
    boolean recordsLost;

    /** The primary has asked for a checkpoint. */
    boolean newSeen;

    StreamState(Migration migration) {
        this.migration = migration;
    }

    Migration migration() {
        return migration;
    }

    Knowledge knowledge() {
        return migration.knowledge();
    }

    /** Most octets of a body that are kept to decode it. */
    int bodyKept() {
        return migration.options().limits().bodyKept();
    }
}
