package io.xenscope.dissect.detect;

import io.xenscope.dissect.detect.OtherProtocol.Seen;
import io.xenscope.dissect.engine.Slice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells other protocols by their first octets (carriers specification 6.2: D10, D17, D20, D21, D23 to D25). */
public final class OtherProtocols {

    /** Octets after which a line is taken as it is. */
    private static final int LINE = 1024;

    private static final int XAPI_TLS = 443;
    private static final int LIBVIRT_TLS = 16514;
    private static final int XEND_TLS = 8003;

    private static final String BETWEEN = "end and begin TLS between the hosts with xenscope proxy --tls-in --tls-out";

    /** Requests that open a migration of xapi. */
    private static final List<String> OURS = List.of("PUT /services/xenops/", "CONNECT /migrate?");

    private static final List<String> METHODS = List.of(
            "GET /",
            "POST /",
            "HEAD /",
            "PUT /",
            "DELETE /",
            "OPTIONS ",
            "PATCH /",
            "CONNECT ",
            "HTTP/1.0 ",
            "HTTP/1.1 ");

    private static final byte[] QEMU = ascii("QEVM");
    private static final byte[] QEMU_SAVE = ascii("LibvirtQemudSave");
    private static final byte[] QEMU_PART = ascii("LibvirtQemudPart");
    private static final byte[] NBD = ascii("NBDMAGIC");
    private static final byte[] SSH = ascii("SSH-2.0-");
    private static final byte[] SSH_OLD = ascii("SSH-1.99-");

    private OtherProtocols() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What a beginning tells: a protocol, or none and whether more octets may still tell.
     *
     * @param octets how many of them told it
     */
    public record Answer(@Nullable Seen seen, boolean open, int octets) {

        private Answer(@Nullable Seen seen, boolean open) {
            this(seen, open, 0);
        }
    }

    private static final Answer NONE = new Answer(null, false);
    private static final Answer OPEN = new Answer(null, true);

    /**
     * Looks at the first octets of a direction.
     *
     * @param complete whether no more will come
     * @param port the connection was made to; 0 when unknown
     */
    public static Answer detect(Slice head, boolean complete, int port) {
        Answer answer = judge(head, complete, port);
        if (answer.seen() == null) {
            return answer;
        }
        // As many octets as needed and no more, so that the answer is the same however they came.
        int open = 0;
        int told = head.length();
        while (told - open > 1) {
            int middle = (open + told) >>> 1;
            if (judge(head.part(0, middle), false, port).seen() == null) {
                open = middle;
            } else {
                told = middle;
            }
        }
        Seen first = judge(head.part(0, told), told == head.length() && complete, port)
                .seen();
        return new Answer(first, false, told);
    }

    private static Answer judge(Slice head, boolean complete, int port) {
        Answer fixed = fixed(head, port);
        if (fixed.seen() != null) {
            return fixed;
        }
        Answer line = line(head, complete, port);
        if (line.seen() != null) {
            return line;
        }
        TlsHello.Answer tls = TlsHello.read(head, complete);
        if (tls.hello() != null) {
            return new Answer(tls(tls.hello(), port), false);
        }
        return !complete && (fixed.open() || line.open() || tls.open()) ? OPEN : NONE;
    }

    private static Answer fixed(Slice head, int port) {
        boolean open = false;
        for (byte[] magic : List.of(QEMU, QEMU_SAVE, QEMU_PART, NBD)) {
            if (head.startsWith(magic)) {
                String kvm = "migration or save file of QEMU" + on(port) + ", as KVM hosts write it";
                return magic == NBD
                        ? answer(OtherProtocol.NBD, "NBD" + on(port), "it carries disks; memory runs elsewhere")
                        : answer(OtherProtocol.QEMU, kvm, "there is no Xen stream in it");
            }
            open |= head.agreesWith(magic);
        }
        for (Compressed compressed : Compressed.values()) {
            boolean agrees = compressed.agrees(head);
            if (agrees && head.length() >= compressed.telling()) {
                return new Answer(compressed(compressed.text(), port), false);
            }
            open |= agrees;
        }
        return open ? OPEN : NONE;
    }

    /** Protocols whose first line is text. */
    private static Answer line(Slice head, boolean complete, int port) {
        boolean ssh = head.agreesWith(SSH) || head.agreesWith(SSH_OLD);
        boolean http = METHODS.stream().anyMatch(method -> head.agreesWith(ascii(method)))
                && OURS.stream().noneMatch(request -> head.startsWith(ascii(request)));
        if (!ssh && !http) {
            return NONE;
        }
        String text = head.part(0, Math.min(head.length(), LINE)).text();
        int end = text.indexOf('\n');
        if (end < 0 && !complete && head.length() < LINE) {
            return OPEN;
        }
        String line = (end < 0 ? text : text.substring(0, end)).strip();
        if (head.startsWith(SSH) || head.startsWith(SSH_OLD)) {
            return answer(
                    OtherProtocol.SSH,
                    "ssh" + on(port) + ", " + printable(line),
                    "xl migrate -s 'xenscope pipe … -- ssh' shows the stream before ssh encrypts it");
        }
        boolean request = line.contains(" HTTP/1.") || line.startsWith("HTTP/1.");
        return request ? answer(OtherProtocol.HTTP, http(line, port), "it carries no memory of a guest") : NONE;
    }

    /** Without the query, in which credentials stand. */
    private static String http(String line, int port) {
        int query = line.indexOf('?');
        String shown = query < 0 ? line.replaceFirst(" HTTP/1\\..*$", "") : line.substring(0, query);
        String kind = shown.startsWith("PUT /services/SM/")
                ? "storage migration of xapi over HTTP"
                : shown.equals("POST /services/xenops")
                        ? "description of a VM for a migration of xapi over HTTP"
                        : "HTTP";
        return kind + on(port) + ", " + printable(shown);
    }

    private static Seen tls(TlsHello hello, int port) {
        String name = hello.serverName();
        String named = name == null ? "" : ", server name " + printable(name);
        String protocols =
                hello.protocols().isEmpty() ? "" : ", ALPN " + printable(String.join(" ", hello.protocols()));
        return new Seen(
                OtherProtocol.TLS,
                "TLS" + on(port) + ", " + hello.version() + named + protocols,
                tlsAdvice(port, "pool".equals(name)));
    }

    private static String tlsAdvice(int port, boolean pool) {
        if (pool || port == XAPI_TLS) {
            return "probably xapi: capture on the loopback of the receiving host, behind its stunnel (tcp port 80), or "
                    + BETWEEN;
        }
        if (port == LIBVIRT_TLS) {
            return "probably libvirt's RPC: without --tunnelled the data runs in clear on ports 49152 to 49216; otherwise "
                    + BETWEEN;
        }
        return port == XEND_TLS
                ? "probably xend: relocate without --ssl, or " + BETWEEN
                : BETWEEN + ", or capture where TLS has ended";
    }

    /**
     * Compressed data that cannot be looked into here.
     *
     * @param what with what it is compressed, and why it is not looked into
     */
    public static Seen compressed(String what, int port) {
        return new Seen(
                OtherProtocol.COMPRESSED,
                what + on(port),
                "a migration in it shows when it is compressed with zstd or gzip, or kept in a file, which is decompressed");
    }

    /**
     * Compressed data that is no migration.
     *
     * @param what with what it is compressed
     * @param content what is in it, if that can be told
     */
    public static Seen compressedOther(String what, @Nullable Seen content, int port) {
        String inside = content == null ? "nothing in it begins as a migration does" : "in it " + content.what();
        return new Seen(OtherProtocol.COMPRESSED_OTHER, what + on(port) + ", " + inside, "");
    }

    private static Answer answer(OtherProtocol protocol, String what, String advice) {
        return new Answer(new Seen(protocol, what, advice), false);
    }

    private static String on(int port) {
        return port == 0 ? "" : " on port " + port;
    }

    private static String printable(String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return shown.replaceAll("[^\\x20-\\x7e…]", "?");
    }
}
