package io.xenscope.dissect.event;

/** A framing element that is not a batch. */
public record RecordSeen(RecordInfo record) implements EventBody {
    @Override
    public String action() {
        return "record";
    }
}
