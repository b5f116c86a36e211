package io.xenscope.dissect.libxl;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.fields.RecordWalk;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.libxc.CheckpointDirtyPfnList;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records a COLO secondary writes back: CHECKPOINT_STATE of the libxl space and CHECKPOINT_DIRTY_PFN_LIST of the
 * libxc space, without any header before them (modern-stream specification 6).
 *
 * <p>Secondaries from 4.18 on write 8 surplus octets between the header and the PFNs of a list:
 *
 * <pre>
 *  0       4       8               16             16+length
 *  +-------+-------+---------------+----- … -----+
 *  |  0x0f |length |  8 zero octets|  PFNs       |
 *  +-------+-------+---------------+----- … -----+
 * </pre>
 *
 * Which of the two it is shows by what stands behind the list.
 */
public final class BackRecords {

    private static final int SURPLUS = 8;
    private static final List<Long> CYCLE =
            List.of(CheckpointState.SVM_READY, CheckpointState.SVM_RESUMED, CheckpointState.SVM_SUSPENDED);

    private final Migration migration;
    private final Reporter reporter;
    private final Supplier<Step> afterRecord;

    /** The state due next; unknown until one was seen when the beginning of the direction was not. */
    private @Nullable Long expected;

    private boolean listDue;

    public BackRecords(Migration migration, Reporter reporter, Supplier<Step> afterRecord) {
        this.migration = migration;
        this.reporter = reporter;
        this.afterRecord = afterRecord;
    }

    /** True when {@code seen}, 8 octets, is the header of a back-channel record. */
    public static boolean begins(Slice seen) {
        return seen.length() >= RecordWalk.HEADER && isHeader(seen, 0);
    }

    /** As {@link #begins}, where the list is due also for a list of impossible length. */
    public boolean takes(Slice seen) {
        boolean list = seen.length() >= RecordWalk.HEADER && seen.u32(0) == CheckpointDirtyPfnList.ID;
        return begins(seen) || list && listDue;
    }

    /** The channel begins here, and its cycle with it. */
    public void begin() {
        expected = CheckpointState.SVM_READY;
    }

    private static boolean isHeader(Slice in, int at) {
        long id = in.u32(at);
        long length = in.u32(at + 4);
        return isState(in, at) || id == CheckpointDirtyPfnList.ID && length % 8 == 0;
    }

    private static boolean isState(Slice in, int at) {
        return in.u32(at) == LibxlRecords.CHECKPOINT_STATE && in.u32(at + 4) == 4;
    }

    public Step start() {
        return Step.peek(RecordWalk.HEADER, in -> isState(in, 0) ? state() : list(in));
    }

    private Step state() {
        return Step.read(RecordWalk.HEADER, in -> {
            Knowledge known = migration.knowledge();
            Element element = reporter.begin(
                    Layer.LIBXL,
                    CheckpointState.NAME,
                    in.u32(0),
                    in.offset(),
                    RecordWalk.total(in.u32(4)),
                    in.u32(4),
                    in.time());
            if (listDue) {
                element.finding(
                        FindingCode.BC_004,
                        element.start(),
                        8,
                        "CHECKPOINT_DIRTY_PFN_LIST is due behind SVM_SUSPENDED");
            }
            CheckpointState body = new CheckpointState(
                    known,
                    in.offset() + RecordWalk.HEADER,
                    ByteOrder.LITTLE_ENDIAN,
                    null,
                    id -> checkCycle(id, element));
            return RecordWalk.body(element, body, FindingCode.LXL_009, fields -> {
                if (element.missed() > 0) {
                    // Perhaps the id was lost; the next state tells where the cycle is.
                    expected = null;
                    listDue = false;
                }
                reporter.record(element, fields);
                return afterRecord.get();
            });
        });
    }

    private void checkCycle(long id, Element element) {
        Long due = expected;
        if (due != null && due != id) {
            element.finding(
                    FindingCode.BC_005,
                    element.start() + RecordWalk.HEADER,
                    4,
                    "expected " + CheckpointState.meaning(due) + ", found " + id);
        }
        expected = CYCLE.get((CYCLE.indexOf(id) + 1) % CYCLE.size());
        listDue = id == CheckpointState.SVM_SUSPENDED;
    }

    /** Looks behind the list, where the two variants differ. */
    private Step list(Slice header) {
        long length = header.u32(4);
        long limit = migration.options().limits().bodyKept();
        if (length > limit) {
            // Too long to look behind; real lists of that size come from senders without the surplus.
            return readList(false);
        }
        int look = RecordWalk.HEADER + (int) length + 2 * SURPLUS;
        return Step.peek(look, seen -> readList(hasSurplus(seen, (int) length)));
    }

    /** Rules 1 to 4 of the specification; {@code seen} is shorter than asked for at the end of the direction. */
    private static boolean hasSurplus(Slice seen, int length) {
        int body = RecordWalk.HEADER;
        boolean zeroFirst = seen.length() >= body + 8 && seen.u64(body) == 0;
        boolean zeroTwice = zeroFirst && length >= 16 && seen.length() >= body + 16 && seen.u64(body + 8) == 0;
        int behind = seen.length() - body - length;
        if (behind < 8) {
            return false;
        }
        int a = body + length;
        int b = a + 8;
        boolean nextFollows = seen.length() >= b + 8 && isHeader(seen, b);
        boolean emptyListAtA = seen.u32(a) == CheckpointDirtyPfnList.ID && seen.u32(a + 4) == 0;
        boolean stateBehind = seen.length() >= b + 8 && isState(seen, b);
        if (zeroTwice || zeroFirst && emptyListAtA && stateBehind) {
            return true;
        }
        if (isHeader(seen, a)) {
            return false;
        }
        return zeroFirst && (nextFollows || behind == 8);
    }

    private Step readList(boolean surplus) {
        return Step.read(RecordWalk.HEADER, in -> {
            long length = in.u32(4);
            long start = in.offset();
            long skipped = surplus ? SURPLUS : 0;
            Element element = reporter.begin(
                    Layer.LIBXC,
                    CheckpointDirtyPfnList.NAME,
                    in.u32(0),
                    start,
                    RecordWalk.total(length) + skipped,
                    length,
                    in.time());
            migration.knowledge().checkpointStateSeen = true;
            listDue = false;
            expected = CheckpointState.SVM_READY;
            if (surplus) {
                element.finding(
                        FindingCode.BC_006,
                        start + RecordWalk.HEADER,
                        SURPLUS,
                        "written by secondaries from 4.18 on; a real primary takes them for PFN 0 and loses the last PFN");
            }
            CheckpointDirtyPfnList list = new CheckpointDirtyPfnList(
                    migration.knowledge(),
                    start + RecordWalk.HEADER + skipped,
                    migration.options().limits().arrayHead(),
                    false,
                    false);
            return Step.stream(
                    skipped,
                    PieceConsumer.ignoring(),
                    () -> RecordWalk.body(element, list, FindingCode.LXC_017, fields -> {
                        reporter.record(element, fields);
                        return afterRecord.get();
                    }));
        });
    }
}
