package io.xenscope.dissect.resync;

/** What the grammar of a stream expects where decoding goes on. */
public enum Place {
    /** The header of a libxl stream. */
    LIBXL_HEADER,
    /** A libxl record, before the image, behind it or in the tail of an epoch. */
    LIBXL_RECORD,
    /** What stands between two epochs: CHECKPOINT_STATE, or a libxc record. */
    BETWEEN_EPOCHS,
    /** The header of a libxc image. */
    IMAGE_HEADER,
    /** The domain header behind it. */
    DOMAIN_HEADER,
    /** A libxc record. */
    LIBXC_RECORD,
    /** What follows the image. */
    BEHIND_IMAGE,
    /** What follows CHECKPOINT. */
    BEHIND_CHECKPOINT,
    /** What follows the END of a libxl stream: go, or nothing. */
    BEHIND_STREAM,
    /** Nothing. */
    NOTHING,
    /** A chunk of a legacy image. */
    CHUNK,
    /** What is not followed: the tail of a legacy image, what surrounds a bare one. */
    TAIL
}
