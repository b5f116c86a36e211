package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * Writes header and records of a libxl stream (section 3).
 *
 * <pre>
 * header  "LibxlFmt" , u32 version , u32 options            16 octets, big-endian
 * record  u32 type , u32 length , body , padding
 * </pre>
 */
public final class LibxlWriter {
    /** Header option: records are big-endian. */
    public static final int OPTION_BIG_ENDIAN = 1;
    /** Header option: the stream comes from the converter of legacy streams. */
    public static final int OPTION_LEGACY = 2;

    private final RecordFraming framing;

    LibxlWriter(StreamWriter stream, ByteOrder order) {
        this.framing = new RecordFraming(stream, order, "libxl");
    }

    /** Header of version 2, announcing the byte order of this writer. */
    public void header() throws IOException {
        header(framing.order() == ByteOrder.BIG_ENDIAN ? OPTION_BIG_ENDIAN : 0);
    }

    /** Header of version 2 with any options; they do not change the byte order of this writer. */
    public void header(int options) throws IOException {
        header(2, options);
    }

    /** Header of any version. */
    public void header(int version, int options) throws IOException {
        Body body = new Body(ByteOrder.BIG_ENDIAN).text("LibxlFmt").u32(version).u32(options);
        framing.header("LIBXL_HEADER", body, String.format("version=%d options=0x%x", version, options));
    }

    /** END (0). */
    public void end() throws IOException {
        framing.empty(0, "END");
    }

    /** LIBXC_CONTEXT (1): a libxc image follows. */
    public void libxcContext() throws IOException {
        framing.empty(1, "LIBXC_CONTEXT");
    }

    /** EMULATOR_XENSTORE_DATA (2) with three pairs per memory region, as real senders write it. */
    public void emulatorXenstoreData(Emulator emulator, PhysmapEntry... physmap) throws IOException {
        Body text = framing.body();
        for (PhysmapEntry entry : physmap) {
            String key = "physmap/" + entry.entry();
            text.text(key + "/start_addr\0" + Long.toHexString(entry.startAddress()) + '\0');
            text.text(key + "/size\0" + Long.toHexString(entry.size()) + '\0');
            text.text(key + "/name\0" + entry.name() + '\0');
        }
        emulatorXenstoreData(emulator.id(), 0, text.toByteArray());
    }

    /** EMULATOR_XENSTORE_DATA (2) with any sub-header and any text. */
    public void emulatorXenstoreData(int emulatorId, int index, byte... text) throws IOException {
        emulator(2, "EMULATOR_XENSTORE_DATA", emulatorId, index, text);
    }

    /** EMULATOR_CONTEXT (3) with the device model's own save file. */
    public void emulatorContext(Emulator emulator, byte... saveFile) throws IOException {
        emulatorContext(emulator.id(), 0, saveFile);
    }

    /** EMULATOR_CONTEXT (3) with any sub-header. */
    public void emulatorContext(int emulatorId, int index, byte... saveFile) throws IOException {
        emulator(3, "EMULATOR_CONTEXT", emulatorId, index, saveFile);
    }

    /** CHECKPOINT_END (4). */
    public void checkpointEnd() throws IOException {
        framing.empty(4, "CHECKPOINT_END");
    }

    /** CHECKPOINT_STATE (5). */
    public void checkpointState(CheckpointState state) throws IOException {
        checkpointState(state.id());
    }

    /** CHECKPOINT_STATE (5) with any identifier. */
    public void checkpointState(long id) throws IOException {
        framing.record(5, "CHECKPOINT_STATE", framing.body().u32(id), "id=" + id);
    }

    /** A record of any type, correctly framed. */
    public void record(long type, byte... body) throws IOException {
        record(RawRecord.of(type, body));
    }

    /** A record of any type, framed as it says. */
    public void record(RawRecord raw) throws IOException {
        framing.record(raw, "UNKNOWN", "");
    }

    private void emulator(int type, String name, int emulatorId, int index, byte[] payload) throws IOException {
        Body body = framing.body().u32(emulatorId).u32(index).octets(payload);
        String detail = "emulator=" + emulatorId + " index=" + index + " payload=" + payload.length;
        framing.record(type, name, body, detail);
    }
}
