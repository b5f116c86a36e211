package io.xenscope.dissect.finding;

import static io.xenscope.dissect.event.Severity.ERROR;
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

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.Wrapped;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.legacy.LegacySamples;
import java.util.List;

/** What surrounds legacy streams (carriers specification 9.1: CAR, XIMG, LV, XEND). */
class CarrierFindingsTest extends FindingTable {

    private static final byte[] IMAGE = LegacySamples.hvmLarge(8);
    private static final byte[] FILE = Wrapped.xend(IMAGE);
    private static final byte[] FOR_XAPI = LegacySamples.hvmWithoutDeviceModel(4);

    private static byte[] before(byte[] stream, StreamBody header) {
        return join(StreamWriter.octets(header), stream);
    }

    private static Conversation ready() {
        return Conversation.captured()
                .sender(text("receive\n"))
                .receiver(w -> w.xend().ready("receive"));
    }

    @Override
    List<FindingCase> cases() {
        return List.of(
                file("xend save file", FILE),
                talk("relocation", ready().sender(FILE).receiver(w -> w.xend().ok())),
                talk(
                        "no guest record behind the command",
                        ready().sender(text("MacGuestRecord__")),
                        warn(FindingCode.CAR_UNKNOWN, 8)),
                talk(
                        "no command in front of the guest record",
                        Conversation.captured()
                                .receiver(w -> w.xend().ready("receive"))
                                .sender((byte) 1, (byte) 2),
                        warn(FindingCode.CAR_UNKNOWN, 0)),
                talk(
                        "the server says something else",
                        ready().sender(FILE).receiver(text("(hello)\n")),
                        Finding.back(FindingCode.CAR_UNKNOWN, WARN, 16)),
                file(
                        "octets behind an old suspend image",
                        join(Wrapped.xapiHvm(FOR_XAPI), new byte[3]),
                        note(FindingCode.CAR_TRAIL, 15 + FOR_XAPI.length + 30),
                        note(FindingCode.XIMG_LEGACY, 0)),
                talk(
                        "octets behind an old suspend image on a connection",
                        Conversation.captured().sender(join(Wrapped.xapiHvm(FOR_XAPI), new byte[3])),
                        warn(FindingCode.CAR_TRAIL, 15 + FOR_XAPI.length + 30),
                        note(FindingCode.XIMG_LEGACY, 0)),
                file("configuration cut", head(FILE, 100), error(FindingCode.CAR_EOF_EARLY, 100)),
                talk("nothing behind the command", ready(), error(FindingCode.CAR_EOF_EARLY, 8)),
                file(
                        "signature damaged by line-end conversion",
                        patch(Wrapped.xapi(FOR_XAPI), 14, '\r'),
                        error(FindingCode.XIMG_BADSIG, 0)),
                file("old suspend image", Wrapped.xapiHvm(FOR_XAPI), note(FindingCode.XIMG_LEGACY, 0)),
                file(
                        "device-model state beyond a mebibyte",
                        join(
                                Wrapped.xapi(FOR_XAPI),
                                StreamWriter.octets(w -> w.xapi().deviceModel(new byte[(1 << 20) + 1]))),
                        warn(FindingCode.XIMG_LEN_BIG, 15 + FOR_XAPI.length + 22),
                        note(FindingCode.XIMG_LEGACY, 0),
                        error(FindingCode.QEMU_001, 15 + FOR_XAPI.length + 26)),
                file(
                        "no device-model state",
                        Wrapped.xapi(FOR_XAPI),
                        warn(FindingCode.XIMG_NO_QEMU, 15 + FOR_XAPI.length),
                        note(FindingCode.XIMG_LEGACY, 0)),
                file(
                        "another signature",
                        join(Wrapped.xapi(FOR_XAPI), text("QemuDeviceModelRecord?")),
                        error(FindingCode.E46, 15 + FOR_XAPI.length),
                        note(FindingCode.XIMG_LEGACY, 0)),
                file("libvirt save file", Wrapped.libvirt(1, IMAGE)),
                file("version 3", Wrapped.libvirt(3, IMAGE), error(FindingCode.LV_VERSION, 16)),
                file("version 0", Wrapped.libvirt(0, IMAGE), error(FindingCode.LV_VERSION, 16)),
                file("no XML", before(IMAGE, w -> w.libvirt().header(1, 0)), error(FindingCode.LV_XMLLEN, 20)),
                file(
                        "XML of 2 GiB",
                        before(IMAGE, w -> w.libvirt().header(1, Integer.MAX_VALUE)),
                        error(FindingCode.LV_XMLLEN, 20)),
                file(
                        "XML without NUL",
                        before(IMAGE, w -> w.libvirt().header(1, 3, text("<a>"))),
                        error(FindingCode.LV_XMLLEN, 66)),
                file("unused octet set", patch(Wrapped.libvirt(1, IMAGE), 63, 1), note(FindingCode.LV_PAD, 24)),
                talk(
                        "a receiver of libvirt speaks",
                        Conversation.captured().sender(Guests.libxl()).receiver(text("hello")),
                        Finding.back(FindingCode.LV_BACKDATA, WARN, 0)),
                talk(
                        "a receiver of a bare legacy stream speaks",
                        Conversation.captured()
                                .sender(LegacySamples.hvmLarge(8))
                                .receiver(text("hello")),
                        Finding.back(FindingCode.LV_BACKDATA, WARN, 0)),
                talk(
                        "the receiver connects",
                        Conversation.captured().receiverConnects().sender(Guests.libxl()),
                        note(FindingCode.CAR_ROLE_REVERSED, 0)),
                talk(
                        "libvirt's stream on xend's port",
                        Conversation.captured().toPort(80).sender(Guests.libxl()),
                        note(FindingCode.CAR_PORT_MISMATCH, 0)),
                talk(
                        "the answer of another receiver",
                        Conversation.captured().sender(Guests.libxl()).receiver(text("(ready receive)\n")),
                        Finding.back(FindingCode.CAR_AMBIG, WARN, 0),
                        Finding.back(FindingCode.LV_BACKDATA, WARN, 0)),
                talk(
                        "another command",
                        Conversation.captured()
                                .sender(text("recieve\n"))
                                .receiver(w -> w.xend().err("xen.xend.XendError.XendError", "'Invalid operation'")),
                        note(FindingCode.XEND_CMD, 0),
                        Finding.back(FindingCode.XEND_ERR, ERROR, 0),
                        error(FindingCode.CAR_EOF_EARLY, 8)),
                talk(
                        "the restore fails",
                        ready().sender(FILE).receiver(w -> w.xend().err("T", "V")),
                        Finding.back(FindingCode.XEND_ERR, ERROR, 16)),
                talk(
                        "stream before ready",
                        Conversation.captured()
                                .sender(text("receive\n"))
                                .sender(FILE)
                                .receiver(w -> w.xend().ready("receive")),
                        Finding.back(FindingCode.XEND_EARLY, WARN, 0)),
                file(
                        "configuration of −5 octets",
                        before(IMAGE, w -> w.xend().guestRecord(-5)),
                        error(FindingCode.XEND_CFGLEN, 16)),
                file(
                        "no configuration",
                        before(IMAGE, w -> w.xend().guestRecord(0)),
                        error(FindingCode.XEND_CFGLEN, 16)),
                file(
                        "configuration beyond a mebibyte",
                        before(IMAGE, w -> w.xend().guestRecord("(vm " + " ".repeat(1 << 20) + ")")),
                        error(FindingCode.XEND_CFGLEN, 16),
                        note(FindingCode.LIM_RECORD, 1048596)),
                file(
                        "configuration beyond any",
                        before(IMAGE, w -> w.xend().guestRecord(17 << 20)),
                        error(FindingCode.XEND_CFGLEN, 16)),
                file(
                        "parenthesis missing",
                        before(IMAGE, w -> w.xend().guestRecord("(domain (name a)")),
                        warn(FindingCode.XEND_CFG_SEXP, 20)),
                file(
                        "parenthesis too many",
                        before(IMAGE, w -> w.xend().guestRecord("(domain (name a)))")),
                        warn(FindingCode.XEND_CFG_SEXP, 20)),
                file(
                        "of something else",
                        before(IMAGE, w -> w.xend().guestRecord("(network (name a))")),
                        warn(FindingCode.XEND_CFG_SEXP, 20)),
                file("of a virtual machine", before(IMAGE, w -> w.xend().guestRecord("(vm (name a))\n"))),
                talk(
                        "reset behind the stream",
                        ready().sender(FILE).senderEnds(EndReason.RESET),
                        note(FindingCode.XEND_RST_END, 8 + FILE.length)));
    }
}
