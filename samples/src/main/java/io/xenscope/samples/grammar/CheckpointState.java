package io.xenscope.samples.grammar;

/** Identifiers of a libxl CHECKPOINT_STATE record (section 3.8). */
public enum CheckpointState {
    /** Primary to secondary: a new checkpoint is wanted. */
    NEW(0),
    /** Secondary to primary: the secondary guest is suspended. */
    SVM_SUSPENDED(1),
    /** Secondary to primary: the checkpoint is applied. */
    SVM_READY(2),
    /** Secondary to primary: the secondary guest runs again. */
    SVM_RESUMED(3);

    private final int id;

    CheckpointState(int id) {
        this.id = id;
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }
}
