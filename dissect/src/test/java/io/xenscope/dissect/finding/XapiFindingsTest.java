package io.xenscope.dissect.finding;

import static io.xenscope.dissect.event.Severity.ERROR;
import static io.xenscope.dissect.event.Severity.NOTE;
import static io.xenscope.dissect.event.Severity.WARN;
import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.talk;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.text;

import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.StoredZstd;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** What xapi puts around images, and how it sends them (carriers specification 9.1: XAPI, XIMG, CAR). */
class XapiFindingsTest extends FindingTable {

    private static final String ID = "6f1a3f0e-7f0b-4c55-9d3a-000000000001";
    private static final byte[] XENOPS = text("((time now)(word_size 64))");
    private static final byte[] HVM = image(true, w -> {});
    private static final byte[] VGPU = StreamWriter.octets(w -> {
        w.xapi().header(0xf10, 0);
        w.raw((byte) 1);
        w.xapi().header(0xffff, 0);
    });
    private static final byte[] MEM = request("migrate/mem/", "");
    private static final byte[] MEM_ZSTD = request("migrate/mem/", "; compress=zstd");
    private static final byte[] VM = request("migrate/vm/", "");

    /** Offset of the first record behind the image of an HVM guest. */
    private static final int BEHIND = 15 + 16 + XENOPS.length + 16 + Guests.hvm().length;

    private static byte[] request(String path, String cookie) {
        return text("PUT /services/xenops/" + path + ID + " HTTP/1.1\r\ncookie: mem_migration=26.9.0" + cookie
                + "\r\n\r\n");
    }

    private static byte[] image(boolean qemu, StreamBody more) {
        return records(w -> {
            w.xapi().record(0x0f, XENOPS);
            w.xapi().header(0xf0, 0);
            w.raw(Guests.hvm());
            more.write(w);
            if (qemu) {
                w.xapi().record(0xf00, text("QEVM"));
            }
            w.xapi().header(0xffff, 0);
        });
    }

    private static byte[] records(StreamBody body) {
        return StreamWriter.octets(w -> {
            w.xapi().signature();
            body.write(w);
        });
    }

    private static byte[] first(long type, long length) {
        return records(w -> w.xapi().header(type, length));
    }

    /** The memory connection of a migration; the receiver is ready. */
    private static Conversation mem(byte[] head, byte[] sent) {
        return Conversation.captured()
                .compressed()
                .sender(head)
                .receiver(w -> w.xapi().success())
                .sender(sent);
    }

    private static Finding ready() {
        return Finding.back(FindingCode.XAPI_HS_OK, NOTE, 0);
    }

    private static byte[] success() {
        return new byte[2];
    }

    private static byte[] nested(byte[] content, int layers) {
        byte[] frame = content;
        for (int i = 0; i < layers; i++) {
            frame = StoredZstd.frame(frame, 4000);
        }
        return frame;
    }

    @Override
    List<FindingCase> cases() {
        int mem = MEM.length;
        int zstd = MEM_ZSTD.length;
        int vm = VM.length;
        byte[] frame = StoredZstd.frame(HVM, 4000);
        return List.of(
                file("suspend image", HVM),
                file("unknown type", first(0x0f20, 0), error(FindingCode.XIMG_TYPE_UNKNOWN, 15)),
                file("libxl stream", first(0xf1, 0), error(FindingCode.XIMG_TYPE_UNSUPPORTED, 15)),
                file(
                        "upstream device model",
                        image(true, w -> w.xapi().record(0xf01, (byte) 1)),
                        error(FindingCode.XIMG_TYPE_UNSUPPORTED, BEHIND)),
                file("negative length", first(0x0f, -1), error(FindingCode.XIMG_LEN_NEG, 23)),
                file("length beyond any file", first(0x0f, 1L << 60), warn(FindingCode.XIMG_LEN_BIG, 23)),
                file(
                        "device-model state beyond a mebibyte",
                        image(false, w -> w.xapi().record(0xf00, new byte[(1 << 20) + 1])),
                        error(FindingCode.XIMG_LEN_BIG, BEHIND + 8),
                        error(FindingCode.QEMU_001, BEHIND + 16)),
                file(
                        "length in END_OF_IMAGE",
                        patch(HVM, HVM.length - 8, 1),
                        warn(FindingCode.XIMG_LEN_NONZERO, HVM.length - 8)),
                file(
                        "description late",
                        image(true, w -> w.xapi().record(0x0f, XENOPS)),
                        warn(FindingCode.XIMG_ORDER, BEHIND)),
                file(
                        "two images",
                        image(true, w -> {
                            w.xapi().header(0xf0, 0);
                            w.raw(Guests.hvm());
                        }),
                        warn(FindingCode.XIMG_ORDER, BEHIND)),
                talk(
                        "record behind END_OF_IMAGE",
                        mem(MEM, join(HVM, StreamWriter.octets(w -> w.xapi().record(0x0f, XENOPS)))),
                        warn(FindingCode.XIMG_ORDER, mem + HVM.length),
                        ready()),
                file(
                        "no description",
                        records(w -> {
                            w.xapi().header(0xf0, 0);
                            w.raw(Guests.pv());
                            w.xapi().header(0xffff, 0);
                        }),
                        warn(FindingCode.XIMG_NO_XENOPS, 31 + Guests.pv().length)),
                file(
                        "no image",
                        records(w -> {
                            w.xapi().record(0x0f, XENOPS);
                            w.xapi().header(0xffff, 0);
                        }),
                        warn(FindingCode.XIMG_NO_LIBXC, 31 + XENOPS.length)),
                file("no device model", image(false, w -> {}), warn(FindingCode.XIMG_NO_QEMU, BEHIND)),
                file(
                        "description cut by a parenthesis",
                        patch(HVM, 31 + XENOPS.length - 1, ' '),
                        error(FindingCode.XIMG_SEXP, 31)),
                file(
                        "first form of vTPM state",
                        image(true, w -> w.xapi().record(0xf12, (byte) 1)),
                        note(FindingCode.XIMG_SWTPM0, BEHIND)),
                file(
                        "vGPU state inline",
                        image(true, w -> {
                            w.xapi().header(0xf10, 0);
                            w.raw(new byte[100]);
                        }),
                        note(FindingCode.XIMG_VGPU_OPAQUE, BEHIND)),
                file("ends between records", head(HVM, BEHIND), error(FindingCode.CAR_EOF_EARLY, BEHIND)),
                talk("memory connection", mem(MEM, HVM), ready()),
                talk("compressed memory", mem(MEM_ZSTD, frame), note(FindingCode.CAR_COMPRESSED, zstd), ready()),
                talk(
                        "compressed without announcement",
                        mem(MEM, frame),
                        warn(FindingCode.CAR_ZSTD_NO_COOKIE, mem),
                        ready(),
                        note(FindingCode.CAR_COMPRESSED, mem)),
                talk(
                        "announced, but not compressed",
                        mem(MEM_ZSTD, HVM),
                        warn(FindingCode.CAR_COOKIE_NO_ZSTD, zstd),
                        ready()),
                talk(
                        "block of no kind",
                        mem(MEM_ZSTD, patch(frame, 6, 0x06)),
                        error(FindingCode.CAR_DECOMP_FAIL, zstd + 6),
                        ready(),
                        note(FindingCode.CAR_COMPRESSED, zstd)),
                talk(
                        "compressed octets lost",
                        mem(MEM_ZSTD, head(frame, 4100)).senderLost(1000).sender(new byte[10]),
                        error(FindingCode.CAR_DECOMP_FAIL, zstd + 4006),
                        ready(),
                        note(FindingCode.CAR_COMPRESSED, zstd)),
                talk(
                        "ends inside a frame",
                        mem(MEM_ZSTD, head(frame, 4100)),
                        error(FindingCode.CAR_EOF_EARLY, zstd + 4006),
                        ready(),
                        note(FindingCode.CAR_COMPRESSED, zstd)),
                talk(
                        "octets behind the frame",
                        mem(MEM_ZSTD, join(frame, text("text"))),
                        warn(FindingCode.CAR_TRAIL, zstd + 6 + HVM.length),
                        ready(),
                        note(FindingCode.CAR_COMPRESSED, zstd)),
                talk(
                        "compressed four times over",
                        mem(MEM_ZSTD, nested(HVM, 4)),
                        error(FindingCode.CAR_NEST_LIMIT, zstd + 18),
                        ready(),
                        note(FindingCode.CAR_COMPRESSED, zstd),
                        note(FindingCode.CAR_COMPRESSED, zstd + 6),
                        note(FindingCode.CAR_COMPRESSED, zstd + 12)),
                talk(
                        "behind a proxy",
                        mem(join(text("PROXY UNKNOWN\r\n"), MEM), HVM),
                        note(FindingCode.CAR_PROXYV1, 0),
                        ready()),
                talk(
                        "head without end",
                        Conversation.captured().sender(join(head(MEM, mem - 2), text("x".repeat(16_384)))),
                        error(FindingCode.XAPI_HEAD_BIG, 0)),
                talk(
                        "no such VM",
                        Conversation.captured().sender(MEM).receiver(text("HTTP/1.1 404 Not Found\r\n\r\nno")),
                        Finding.back(FindingCode.XAPI_HTTP_REPLY, ERROR, 0)),
                talk(
                        "the receiver fails",
                        Conversation.captured()
                                .sender(VM)
                                .receiver(w -> w.xapi().error("no memory")),
                        Finding.back(FindingCode.XAPI_HS_ERR, ERROR, 0)),
                talk(
                        "message cut",
                        Conversation.captured().sender(VM).receiver((byte) 0, (byte) 9, (byte) 'n'),
                        Finding.back(FindingCode.XAPI_HS_BADLEN, ERROR, 3),
                        error(FindingCode.CAR_EOF_EARLY, vm)),
                talk(
                        "one answer too many",
                        mem(MEM, HVM).receiver(success()),
                        Finding.back(FindingCode.XAPI_HS_UNEXPECTED, WARN, 2),
                        ready(),
                        Finding.back(FindingCode.XAPI_HS_OK, NOTE, 2)),
                talk(
                        "the last answer is missing",
                        Conversation.captured()
                                .sender(VM)
                                .receiver(success())
                                .sender(success())
                                .sender(success()),
                        Finding.back(FindingCode.XAPI_HS_UNEXPECTED, WARN, 2),
                        ready(),
                        note(FindingCode.XAPI_HS_OK, vm),
                        note(FindingCode.XAPI_HS_OK, vm + 2),
                        warn(FindingCode.XAPI_NO_MEM_CONN, vm + 4)),
                talk(
                        "the last message is missing",
                        Conversation.captured()
                                .sender(request("memory/", ""))
                                .receiver(success())
                                .sender(HVM),
                        warn(FindingCode.XAPI_HS_UNEXPECTED, request("memory/", "").length + HVM.length),
                        ready()),
                talk(
                        "no memory connection",
                        Conversation.captured()
                                .sender(VM)
                                .receiver(success())
                                .sender(success())
                                .sender(success())
                                .receiver(success()),
                        warn(FindingCode.XAPI_NO_MEM_CONN, vm + 4),
                        ready(),
                        note(FindingCode.XAPI_HS_OK, vm),
                        note(FindingCode.XAPI_HS_OK, vm + 2),
                        Finding.back(FindingCode.XAPI_HS_OK, NOTE, 2)),
                talk("handshake says success", mem(MEM, HVM), Finding.back(FindingCode.XAPI_HS_OK, NOTE, 0)),
                talk(
                        "vGPU without its cookie",
                        mem(request("migrate/vgpu/", ""), VGPU),
                        error(FindingCode.XAPI_VGPU_NO_COOKIE, 0),
                        ready(),
                        note(FindingCode.XIMG_VGPU_OPAQUE, request("migrate/vgpu/", "").length)),
                talk(
                        "path of June 2022",
                        mem(request("migrate-mem/", ""), HVM),
                        note(FindingCode.XAPI_URI_OLD, 0),
                        ready()),
                talk(
                        "session for everybody to read",
                        mem(text("PUT /services/xenops/migrate/mem/x?session_id=OpaqueRef:1 HTTP/1.1\r\n\r\n"), HVM),
                        warn(FindingCode.XAPI_CRED_CLEAR, 46),
                        ready()));
    }
}
