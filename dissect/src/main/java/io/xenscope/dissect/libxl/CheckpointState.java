package io.xenscope.dissect.libxl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Knowledge.Guest;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * CHECKPOINT_STATE (5): how primary and secondary of COLO keep step (modern-stream specification 3.8, 6). Its length is
 * 4; the four octets behind the id are padding.
 */
final class CheckpointState extends WholeBody {

    static final String NAME = "CHECKPOINT_STATE";

    static final long NEW = 0;
    static final long SVM_SUSPENDED = 1;
    static final long SVM_READY = 2;
    static final long SVM_RESUMED = 3;

    private static final int LENGTH = 4;

    /** Of a longer one; what is longer still is believed by nobody (stream specification 9). */
    private static final int KEPT = 64;

    private final Knowledge known;
    private final @Nullable StreamState main;
    private final LongConsumer seen;

    /**
     * @param main the stream to the receiver; null on the back channel
     * @param seen takes the id when it was seen
     */
    CheckpointState(Knowledge known, long offset, ByteOrder order, @Nullable StreamState main, LongConsumer seen) {
        super(offset, order, KEPT);
        this.known = known;
        this.main = main;
        this.seen = seen;
    }

    /** A record of the stream to the receiver. */
    static CheckpointState forward(StreamState stream, long offset) {
        return new CheckpointState(stream.knowledge(), offset, stream.order, stream, id -> {});
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        known.checkpointStateSeen = true;
        long length = element.bodyLength();
        if (length == 0) {
            element.finding(FindingCode.LXL_032, element.start() + 4, 4, "expected 4 octets");
        } else if (length != LENGTH) {
            element.finding(FindingCode.LXL_033, element.start() + 4, 4, "expected 4 octets, found " + length);
        }
        if (in.length() >= LENGTH) {
            check(in, element);
            seen.accept(in.u32(0));
        }
        return new FieldReader(in).u32("id", 0, CheckpointState::meaning).fields();
    }

    private void check(Slice in, Element element) {
        long id = in.u32(0);
        if (id > SVM_RESUMED) {
            element.finding(FindingCode.LXL_034, in.offset(), 4, "expected 0 to 3, found " + id);
        } else if (main != null && id != NEW) {
            element.finding(FindingCode.CKP_009, in.offset(), 4, meaning(id) + " comes from the secondary only");
        } else if (main != null && !main.newSeen) {
            main.newSeen = true;
            element.finding(FindingCode.CKP_010, element.start(), 8, "the primary asks for a checkpoint");
            if (known.domainType == Guest.PV) {
                element.finding(FindingCode.CKP_008, element.start(), 8, "COLO exists for HVM guests only");
            }
        }
    }

    static @Nullable String meaning(long id) {
        return id == NEW
                ? "CHECKPOINT_NEW"
                : id == SVM_SUSPENDED
                        ? "CHECKPOINT_SVM_SUSPENDED"
                        : id == SVM_READY
                                ? "CHECKPOINT_SVM_READY"
                                : id == SVM_RESUMED ? "CHECKPOINT_SVM_RESUMED" : null;
    }
}
