package io.xenscope.dissect.libxl;

import io.xenscope.dissect.Limits;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All record types of the stream (modern-stream specification 3.2), with the lengths that are believed (9). */
final class LibxlRecords {

    static final long END = 0;
    static final long LIBXC_CONTEXT = 1;
    static final long EMULATOR_XENSTORE_DATA = 2;
    static final long EMULATOR_CONTEXT = 3;
    static final long CHECKPOINT_END = 4;
    static final long CHECKPOINT_STATE = 5;

    private final Map<Long, RecordType> byId = new HashMap<>();

    LibxlRecords(Limits limits) {
        long small = limits.libxlRecord();
        add(END, "END", small, (stream, offset) -> new SignalBody(END));
        add(LIBXC_CONTEXT, "LIBXC_CONTEXT", small, (stream, offset) -> new SignalBody(LIBXC_CONTEXT));
        add(EMULATOR_XENSTORE_DATA, "EMULATOR_XENSTORE_DATA", limits.xenstoreData(), EmulatorXenstoreData::new);
        add(EMULATOR_CONTEXT, "EMULATOR_CONTEXT", limits.emulatorContext(), EmulatorContext::new);
        add(CHECKPOINT_END, "CHECKPOINT_END", small, (stream, offset) -> new SignalBody(CHECKPOINT_END));
        add(CHECKPOINT_STATE, CheckpointState.NAME, small, CheckpointState::forward);
    }

    private void add(long id, String name, long limit, RecordType.BodyFactory body) {
        byId.put(id, new RecordType(id, name, limit, body));
    }

    /** The type with this number; null when no release defines it. */
    @Nullable
    RecordType byId(long id) {
        return byId.get(id);
    }
}
