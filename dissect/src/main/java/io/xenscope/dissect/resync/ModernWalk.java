package io.xenscope.dissect.resync;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.xenscope.dissect.resync.Searches.Around;
import java.util.List;

/** Follows records of libxl streams and libxc images (modern-stream specification 3.2, 4.3, 4.4, 1.9). */
final class ModernWalk implements Walk {

    private static final byte[] LIBXL = "LibxlFmt\0\0\0\2".getBytes(US_ASCII);
    private static final byte[] GO = "domain is yours, you are cleared to unpause\0".getBytes(US_ASCII);
    private static final byte[] DEVICE_MODEL = "DeviceModelRecord0002".getBytes(US_ASCII);
    private static final long XENF = 0x464e4558L;
    private static final long QEVM = 0x4d564551L;
    private static final long SAVE_MAGIC = 0x5438_1286L;
    private static final long LONGEST_STATE = 16L << 20;
    private static final long LONGEST_DEVICE_STATE = 256L << 20;
    private static final long MOST_VCPU = 8191;
    private static final int HEADER = 8;

    private final Around around;

    private final long origin;
    private final long before;

    /** Whether the image was decoded up to {@code origin}. */
    private final boolean ordered;

    /** Whether that was up to its pages: what comes before pages in a stream can then only stand in guest memory. */
    private final boolean pagesBegun;

    /** Where nothing is known of what came before. */
    ModernWalk(Around around) {
        this(around, -1);
    }

    /** Where the stream, or a header before the image's records, begins at {@code origin}; −1 when that is not known. */
    ModernWalk(Around around, long origin) {
        this.around = around;
        this.origin = origin;
        this.before = 0;
        this.ordered = false;
        this.pagesBegun = false;
    }

    /**
     * Where the image was decoded up to {@code origin}.
     *
     * @param before the highest PFN so far; −1 when there was none
     */
    ModernWalk(Around around, long origin, long before) {
        this.around = around;
        this.ordered = true;
        this.origin = origin;
        this.before = before;
        this.pagesBegun = before >= 0;
    }

    @Override
    public boolean isFilledUpTo(long start, boolean strictly) {
        boolean fill = pagesBegun && !strictly && Batch.fill(origin, start);
        return origin >= 0 && (start - origin < leastBeforePages() || fill);
    }

    /** Octets from {@code origin} on that cannot be contents of pages: the first batch of a pass over all memory is full. */
    private long leastBeforePages() {
        return pagesBegun ? Batch.LEAST : Batch.FULL;
    }

    @Override
    public boolean hasLengths() {
        return true;
    }

    @Override
    public int least(Place place) {
        return switch (place) {
            case BEHIND_STREAM, NOTHING -> 1;
            case LIBXL_HEADER -> 16;
            case IMAGE_HEADER -> 24;
            case DOMAIN_HEADER -> 16;
            default -> HEADER;
        };
    }

    @Override
    public boolean mayBegin(int type) {
        return type >= -1 && type <= 0x12 || type == 0x7862_694c;
    }

    @Override
    public List<Place> beginnings(Window window, long at, long seen) {
        if (seen - at < HEADER) {
            return List.of();
        }
        int type = (int) window.u32(at);
        long length = window.u32(at + 4);
        if (type == -1 || type > 0x12) {
            Place header = type == -1 ? Place.IMAGE_HEADER : Place.LIBXL_HEADER;
            return ordered ? List.of() : List.of(header);
        }
        if (length == 0) {
            return isEmptyMemory(window, at, seen) ? List.of() : signals(type);
        }
        if ((type == 1 || type == 2) && length == 12) {
            return ordered ? List.of() : List.of(Place.DOMAIN_HEADER);
        }
        return type == 2 || type == 3
                ? List.of(Place.LIBXC_RECORD, Place.LIBXL_RECORD)
                : type == 5 && length == 4 ? List.of(Place.BETWEEN_EPOCHS) : List.of(Place.LIBXC_RECORD);
    }

    /** Zeros would do for both END records; only what may stand behind those makes them more than that. */
    private static boolean isEmptyMemory(Window window, long at, long seen) {
        long behind = at + 2 * HEADER;
        return behind <= seen
                && window.u64(at) == 0
                && window.u64(at + HEADER) == 0
                && (seen == behind || window.u8(behind) != GO[0]);
    }

    /** Records without a body tell nothing; what stands behind them has to. */
    private static List<Place> signals(int type) {
        return switch (type) {
            case 0 -> List.of(Place.LIBXC_RECORD, Place.LIBXL_RECORD);
            case 1, 4 -> List.of(Place.LIBXL_RECORD);
            case 0x0d, 0x0e, 0x10 -> List.of(Place.LIBXC_RECORD);
            default -> List.of();
        };
    }

    @Override
    public Header judge(Place place, Window window, long at, long seen) {
        long n = seen - at;
        return switch (place) {
            case LIBXL_HEADER ->
                n >= 16 && window.is(at, LIBXL, LIBXL.length) && (window.u32(at + 12) & 0x01ff_ffffL) == 0
                        ? Header.of(at + 16, Place.LIBXL_RECORD, 3)
                        : Header.NONE;
            case IMAGE_HEADER -> imageHeader(window, at, n);
            case DOMAIN_HEADER -> domainHeader(window, at, n);
            case LIBXC_RECORD -> n < HEADER ? Header.NONE : libxcRecord(window, at, n);
            case LIBXL_RECORD -> n < HEADER ? Header.NONE : libxlRecord(window, at, n);
            case BETWEEN_EPOCHS -> betweenEpochs(window, at, n);
            case BEHIND_CHECKPOINT -> behindCheckpoint(window, at, n);
            case BEHIND_IMAGE -> behindImage(window, at, n);
            case BEHIND_STREAM -> go(window, at, n);
            case NOTHING, CHUNK, TAIL -> Header.NONE;
        };
    }

    private static Header imageHeader(Window window, long at, long n) {
        boolean stands = n >= 24
                && window.u64(at) == -1L
                && window.u32(at + 8) == XENF
                && (window.u32(at + 12) == 0x0200_0000L || window.u32(at + 12) == 0x0300_0000L)
                && window.u64(at + 16) == 0;
        return stands ? Header.of(at + 24, Place.DOMAIN_HEADER, 3) : Header.NONE;
    }

    private static Header domainHeader(Window window, long at, long n) {
        boolean stands = n >= 16
                && (window.u32(at) == 1 || window.u32(at) == 2)
                && window.u32(at + 4) == 12
                && window.u32(at + 8) <= 255
                && window.u32(at + 12) <= 255;
        return stands ? Header.of(at + 16, Place.LIBXC_RECORD, 3) : Header.NONE;
    }

    private static Header record(long at, long length, Place then, int weight) {
        return Header.of(at + HEADER + (length + 7 & ~7L), then, weight);
    }

    private Header libxcRecord(Window window, long at, long n) {
        long type = window.u32(at);
        long length = window.u32(at + 4);
        long body = at + HEADER;
        long first = n >= 12 ? window.u32(body) : 0;
        long second = n >= 16 ? window.u32(body + 4) : 0;
        boolean prefix = n >= 16;
        if ((type & 0x8000_0000L) != 0) {
            return length <= LONGEST_STATE ? record(at, length, Place.LIBXC_RECORD, 0) : Header.NONE;
        }
        if (pagesBegun && isBeforePages((int) type)) {
            return Header.NONE;
        }
        boolean vcpu = first <= MOST_VCPU && second == 0;
        int some = prefix ? 1 : 0;
        return switch ((int) Math.min(type, 0x7f)) {
            case 0x00 -> fits(length == 0, at, length, around == Around.OTHER ? Place.TAIL : Place.BEHIND_IMAGE, 0);
            case 0x01 -> Batch.header(window, at, n);
            case 0x02 -> {
                boolean words = (first & 0xffff) == 0x0304 || (first & 0xffff) == 0x0408;
                yield fits(length == 8 && (!prefix || words && first <= 0xffff && second == 0), at, length, 2 * some);
            }
            case 0x03 -> {
                boolean frames = !prefix || first <= second && Batch.holdsFrames((length - 8) / 8, first, second);
                yield fits(length >= 16 && length % 8 == 0 && frames, at, length, 2 * some);
            }
            case 0x04 -> fits((length == 5176 || length == 2808) && vcpu, at, length, 2);
            case 0x05 -> fits(length > 8 && length <= 136 && vcpu, at, length, some);
            case 0x06 -> fits(length >= 8 && length <= 8 + 65536 && vcpu, at, length, some);
            case 0x07 -> fits(length == 4096, at, length, 1);
            case 0x08 ->
                fits(length == 24 && first <= 3 && (n < 32 || window.u32(at + 28) == 0), at, length, prefix ? 2 : 1);
            case 0x09 -> {
                boolean magic = n >= 20 && first == 1 && window.u32(at + 16) == SAVE_MAGIC;
                yield fits(length > 0 && length <= LONGEST_STATE, at, length, magic ? 3 : 0);
            }
            case 0x0a -> {
                boolean counted = n < 12 || length == 8 + 16 * first;
                yield fits(
                        (length & 15) == 8 && length <= 8 + 16 * 256 && counted && second == 0, at, length, 2 * some);
            }
            case 0x0c -> fits((length & 15) == 8 && length <= 8 + 16 * 4096 && vcpu, at, length, some);
            case 0x0d, 0x10 -> fits(length == 0, at, length, 0);
            case 0x0e -> fits(length == 0, at, length, Place.BEHIND_CHECKPOINT, 0);
            case 0x11 -> {
                boolean leaf = first == 0 && (second == 0 || second == 0xffff_ffffL);
                yield fits(length > 0 && length % 24 == 0 && length <= 24 * 4096, at, length, prefix && leaf ? 1 : 0);
            }
            case 0x12 ->
                fits(
                        length > 0 && length % 16 == 0 && length <= 16 * 4096 && (!prefix || second == 0),
                        at,
                        length,
                        some);
            default -> Header.NONE;
        };
    }

    /** X86_PV_INFO, X86_PV_P2M_FRAMES, and the static records (modern-stream specification 4.10). */
    private static boolean isBeforePages(int type) {
        return type == 0x02 || type == 0x03 || type >= 0x10 && type <= 0x12;
    }

    private static Header fits(boolean fits, long at, long length, int weight) {
        return fits(fits, at, length, Place.LIBXC_RECORD, weight);
    }

    private static Header fits(boolean fits, long at, long length, Place then, int weight) {
        return fits ? record(at, length, then, weight) : Header.NONE;
    }

    private Header libxlRecord(Window window, long at, long n) {
        long type = window.u32(at);
        long length = window.u32(at + 4);
        // Emulator 0 unknown, 1 and 2 of QEMU; its number is always 0.
        boolean emulator = n < 16 || window.u32(at + 8) <= 2 && window.u32(at + 12) == 0;
        boolean saved = n >= 20 && window.u32(at + 16) == QEVM;
        return switch ((int) Math.min(type, 0x7f)) {
            case 0 -> fits(length == 0, at, length, Place.BEHIND_STREAM, 0);
            case 1 -> fits(length == 0 && !ordered, at, length, Place.IMAGE_HEADER, 0);
            case 2 ->
                fits(length >= 8 && length <= 1 << 20 && emulator, at, length, Place.LIBXL_RECORD, n < 16 ? 0 : 1);
            case 3 ->
                fits(
                        length >= 8 && length <= LONGEST_DEVICE_STATE && emulator,
                        at,
                        length,
                        Place.LIBXL_RECORD,
                        saved ? 3 : 0);
            case 4 -> fits(length == 0, at, length, Place.BETWEEN_EPOCHS, 0);
            default -> Header.NONE;
        };
    }

    private Header betweenEpochs(Window window, long at, long n) {
        if (n < HEADER) {
            return Header.NONE;
        }
        if (window.u32(at) == 5 && window.u32(at + 4) == 4) {
            return n < 16 || window.u64(at + 8) <= 3 && window.u64(at + 8) >= 0
                    ? Header.of(at + 16, Place.BETWEEN_EPOCHS, n < 16 ? 0 : 1)
                    : Header.NONE;
        }
        return libxcRecord(window, at, n);
    }

    private Header behindCheckpoint(Window window, long at, long n) {
        if (n < HEADER) {
            return Header.NONE;
        }
        Header tail = around == Around.OTHER || window.u32(at) < 2 ? Header.NONE : libxlRecord(window, at, n);
        return tail.stands() || around == Around.LIBXL ? tail : libxcRecord(window, at, n);
    }

    private Header behindImage(Window window, long at, long n) {
        if (around != Around.OTHER && n >= HEADER) {
            Header stream = window.u32(at) == 1 ? Header.NONE : libxlRecord(window, at, n);
            if (stream.stands()) {
                return stream;
            }
        }
        boolean model = around != Around.LIBXL && n >= 25 && window.is(at, DEVICE_MODEL, DEVICE_MODEL.length);
        return model ? Header.of(at + 25 + window.u32(at + 21), Place.NOTHING, 3) : Header.NONE;
    }

    private static Header go(Window window, long at, long n) {
        int length = (int) Math.min(n, GO.length);
        return window.is(at, GO, length) ? Header.of(at + GO.length, Place.NOTHING, length >= 8 ? 3 : 0) : Header.NONE;
    }

    @Override
    public Header entries(Window window, long start, long end) {
        Header agreed = Batch.entries(window, start, end);
        long first = agreed.stands() ? Batch.firstInTurn(window, start, end) : -1;
        return first < 0 ? agreed : agreed.inTurn(first, ordered && Batch.fit(before, origin, start, first));
    }
}
