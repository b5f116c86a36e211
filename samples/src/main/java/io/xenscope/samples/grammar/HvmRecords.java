package io.xenscope.samples.grammar;

import java.io.IOException;
import java.util.StringJoiner;

/** Writes the libxc records of HVM and PVH guests (section 4.8). */
public final class HvmRecords {
    private final RecordFraming framing;

    HvmRecords(RecordFraming framing) {
        this.framing = framing;
    }

    /** HVM_CONTEXT (0x09) with any body. */
    public void context(byte... blob) throws IOException {
        context(blob, "");
    }

    /**
     * HVM_CONTEXT (0x09) with a framed list of save records of sound content, each
     * {@code u16 type , u16 instance , u32 length , body}.
     */
    public void context(HvmSaveRecord... records) throws IOException {
        Body body = framing.body();
        StringJoiner list = new StringJoiner(" ", "save_records(type/instance:len)=", "");
        for (HvmSaveRecord save : records) {
            body.u16(save.type()).u16(save.instance()).u32(save.length());
            body.octets(SoundState.saveRecord(save.type(), save.instance(), save.length()));
            list.add(save.type() + "/" + save.instance() + ":" + save.length());
        }
        context(body.toByteArray(), list.toString());
    }

    /** HVM_PARAMS (0x0a); without parameters it is the empty record of releases 4.6 to 4.8. */
    public void params(HvmParam... params) throws IOException {
        params(params.length, params);
    }

    /** HVM_PARAMS (0x0a) announcing any number of parameters. */
    public void params(long count, HvmParam... params) throws IOException {
        Body body = framing.body().u32(count).u32(0);
        StringJoiner list = new StringJoiner(" ");
        list.add("count=" + count);
        for (HvmParam param : params) {
            body.u64(param.index()).u64(param.value());
            list.add(param.index() + "=0x" + Long.toHexString(param.value()));
        }
        framing.record(RecordType.HVM_PARAMS, "HVM_PARAMS", body, list.toString());
    }

    private void context(byte[] blob, String detail) throws IOException {
        framing.record(RawRecord.of(RecordType.HVM_CONTEXT, blob), "HVM_CONTEXT", detail);
    }
}
