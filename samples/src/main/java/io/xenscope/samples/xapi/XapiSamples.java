package io.xenscope.samples.xapi;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** One migration for each generation of the transport, and suspend images, around the images given. */
public final class XapiSamples {

    /** What must not be told, as it stands in heads. */
    public static final String SESSION = "OpaqueRef%3a7a1f6c52-90de-4b1c-a0cf-5e55100c1337";

    public static final String TASK = "OpaqueRef:31337c0d-e000-4000-8000-7a5c00c0ffee";
    public static final String AUTHORIZATION = "Basic cm9vdDpodW50ZXIyLXZlcnktc2VjcmV0";

    /** The migrated VM, and its temporary name at the receiver. */
    public static final String VM = "6f1a3f0e-7f0b-4c55-9d3a-0123456789ab";

    public static final String ID = "6f1a3f0e-7f0b-4c55-9d3a-000000000001";
    public static final String DEVICE = "0000:03:00.0";

    /** Octets of the header of a frame that {@code zstd} writes to a pipe. */
    public static final int FRAME_HEADER = 6;

    /** The description of the VM, in the shape of real ones. */
    public static final String XENOPS = "((time 2026-01-01T00:00:00Z)(word_size 64)(vm_str\"((id " + VM
            + ")(name\\\"web-1 \\195\\164\\\")(platformdata((vncpasswd hunter2-secret)))(ty(HVM((hap true)(firmware(Uefi"
            + "((on_boot Persist)))))))(memory_static_max 1073741824)(vcpus 2))\"))";

    private XapiSamples() {}

    /** Before xenopsd; the image is a legacy one of an HVM guest without its device model. */
    public static XapiTalk generationA(byte[] legacy) {
        XapiTalk talk = new XapiTalk();
        talk.sender(
                "memory",
                "HTTP_HEAD",
                text("CONNECT /migrate?ref=OpaqueRef:0b5c0b5c-aaaa-bbbb-cccc-0000000000f1&memory_required_kib=262144"
                        + " HTTP/1.0\r\nCookie: session_id=" + SESSION + "; task_id=" + TASK + "\r\n\r\n"));
        talk.receiver("memory", "HTTP_HEAD", w -> w.raw(text("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n")));
        talk.receiver("memory", "HANDSHAKE", w -> w.xapi().success());
        oldImage(talk, legacy);
        return finish(talk, "memory");
    }

    /** One connection. */
    public static XapiTalk generationB(byte[] image) {
        XapiTalk talk = new XapiTalk();
        memoryHead(talk);
        talk.receiver("memory", "HANDSHAKE", w -> w.xapi().success());
        suspendImage(talk, "memory", image, true);
        return finish(talk, "memory");
    }

    /** One connection and one for a vGPU. */
    public static XapiTalk generationBWithVgpu(byte[] image) {
        XapiTalk talk = new XapiTalk();
        memoryHead(talk);
        vgpuHead(talk, "/services/xenops/migrate-vgpu/", "");
        talk.sender("memory", "HANDSHAKE", w -> w.xapi().success());
        talk.receiver("memory", "HANDSHAKE", w -> w.xapi().success());
        suspendImage(talk, "memory", image, true);
        vgpuState(talk);
        return finish(talk, "memory");
    }

    /** One connection with the old layout inside. */
    public static XapiTalk generationBWithOldLayout(byte[] legacy) {
        XapiTalk talk = new XapiTalk();
        memoryHead(talk);
        talk.receiver("memory", "HANDSHAKE", w -> w.xapi().success());
        oldImage(talk, legacy);
        return finish(talk, "memory");
    }

    /** Two connections. */
    public static XapiTalk generationC(byte[] image) {
        XapiTalk talk = new XapiTalk();
        vm(talk, "", "");
        mem(talk, "", "");
        suspendImage(talk, "mem", image, true);
        return finish(talk, "vm");
    }

    /** Two connections and one for a vGPU. */
    public static XapiTalk generationCWithVgpu(byte[] image) {
        XapiTalk talk = new XapiTalk();
        talk.sender("vm", "HTTP_HEAD", text(head("migrate/vm/" + ID, "", false)));
        vgpuHead(talk, "/services/xenops/migrate/vgpu/", "; mem_migration=26.9.0");
        talk.sender("vm", "HANDSHAKE", w -> w.xapi().success());
        talk.receiver("vm", "HANDSHAKE", w -> w.xapi().success());
        mem(talk, "", "");
        suspendImage(talk, "mem", image, true);
        vgpuState(talk);
        return finish(talk, "vm");
    }

    /** Two connections, the memory compressed. */
    public static XapiTalk generationCCompressed(byte[] image, boolean hvm, UnaryOperator<byte[]> zstd) {
        XapiTalk talk = new XapiTalk();
        vm(talk, "", "; compress=zstd");
        mem(talk, "", "; compress=zstd");
        XapiTalk inside = new XapiTalk();
        suspendImage(inside, "mem", image, hvm);
        talk.compressed("mem", zstd.apply(inside.octets("mem", true)), FRAME_HEADER, inside);
        return finish(talk, "vm");
    }

    /** Two connections behind a server that ended TLS. */
    public static XapiTalk generationCBehindTls(byte[] image) {
        XapiTalk talk = new XapiTalk();
        String proxy = "PROXY TCP4 192.0.2.17 192.0.2.34 40312 443\r\n";
        vm(talk, proxy, "");
        mem(talk, proxy, "");
        suspendImage(talk, "mem", image, true);
        return finish(talk, "vm");
    }

    /** A suspend image as a file. */
    public static XapiTalk file(byte[] image, boolean hvm) {
        XapiTalk talk = new XapiTalk();
        suspendImage(talk, "file", image, hvm);
        return talk;
    }

    /** The suspend image of a UEFI guest with a vTPM and a vGPU, with stale octets behind it. */
    public static XapiTalk uefiFile(byte[] image) {
        XapiTalk talk = new XapiTalk();
        begin(talk, "file", image);
        talk.sender("file", "DEMU", w -> {
            w.xapi().header(0x0f10, 0);
            w.raw(new byte[70_000]);
        });
        talk.sender("file", "VARSTORED", w -> w.xapi().record(0x0f11, text("VARS and their secrets")));
        talk.sender("file", "SWTPM", w -> w.xapi().record(0x0f13, text("c3dzZWNyZXQ=")));
        qemu(talk, "file");
        talk.sender("file", "END_OF_IMAGE", w -> w.xapi().header(0xffff, 0));
        talk.sender("file", "gap", new byte[4096]);
        return talk;
    }

    private static void suspendImage(XapiTalk talk, String connection, byte[] image, boolean hvm) {
        begin(talk, connection, image);
        if (hvm) {
            qemu(talk, connection);
        }
        talk.sender(connection, "END_OF_IMAGE", w -> w.xapi().header(0xffff, 0));
    }

    private static void begin(XapiTalk talk, String connection, byte[] image) {
        talk.sender(connection, "XAPI_SIGNATURE", w -> w.xapi().signature());
        talk.sender(connection, "XENOPS", w -> w.xapi().record(0x000f, text(XENOPS)));
        talk.sender(connection, "LIBXC", w -> w.xapi().header(0x00f0, 0));
        talk.sender(connection, "IMAGE", image);
    }

    private static void qemu(XapiTalk talk, String connection) {
        talk.sender(connection, "QEMU_TRAD", w -> w.xapi().record(0x0f00, text("QEVM\0\0\0\3 and more")));
    }

    private static void oldImage(XapiTalk talk, byte[] legacy) {
        talk.sender("memory", "XAPI_SIGNATURE", w -> w.xapi().oldSignature());
        talk.sender("memory", "IMAGE", legacy);
        talk.sender("memory", "QEMU_RECORD", w -> w.xapi().deviceModel(text("QEVM")));
    }

    private static XapiTalk finish(XapiTalk talk, String connection) {
        talk.sender(connection, "HANDSHAKE", w -> w.xapi().success());
        return talk.receiver(connection, "HANDSHAKE", w -> w.xapi().success());
    }

    private static void memoryHead(XapiTalk talk) {
        talk.sender(
                "memory",
                "HTTP_HEAD",
                text("PUT /services/xenops/memory/" + ID + "?session_id=" + SESSION + " HTTP/1.1\r\n"
                        + "Cookie: instance_id=i-1; final_id=" + VM + "; dbg=Async.VM.pool_migrate R:0a1b;"
                        + " memory_limit=1073741824\r\nauthorization: " + AUTHORIZATION
                        + "\r\nUser-Agent: xenopsd\r\nHost: 192.0.2.34\r\n\r\n"));
    }

    private static void vm(XapiTalk talk, String proxy, String cookie) {
        proxied(talk, "vm", proxy);
        talk.sender("vm", "HTTP_HEAD", text(head("migrate/vm/" + ID, cookie, false)));
        talk.receiver("vm", "HANDSHAKE", w -> w.xapi().success());
    }

    private static void mem(XapiTalk talk, String proxy, String cookie) {
        proxied(talk, "mem", proxy);
        talk.sender("mem", "HTTP_HEAD", text(head("migrate/mem/" + ID, cookie, true)));
        talk.receiver("mem", "HANDSHAKE", w -> w.xapi().success());
        talk.sender("vm", "HANDSHAKE", w -> w.xapi().success());
    }

    private static void proxied(XapiTalk talk, String connection, String proxy) {
        if (!proxy.isEmpty()) {
            talk.sender(connection, "PROXY_V1", text(proxy));
        }
    }

    private static void vgpuHead(XapiTalk talk, String path, String cookie) {
        talk.sender(
                "vgpu",
                "HTTP_HEAD",
                text("PUT " + path + ID + "." + DEVICE + "?session_id=" + SESSION + " HTTP/1.1\r\ncookie: final_id="
                        + VM + "; vgpu_migration=" + cookie + "\r\n\r\n"));
        talk.receiver("vgpu", "HANDSHAKE", w -> w.xapi().success());
    }

    private static void vgpuState(XapiTalk talk) {
        talk.sender("vgpu", "DEMU", w -> {
            w.xapi().header(0x0f10, 0);
            w.raw(text("opaque state"));
            // Not the last header.
            w.xapi().header(0xffff, 0);
            w.raw(text("more state"));
        });
        talk.sender("vgpu", "END_OF_IMAGE", w -> w.xapi().header(0xffff, 0));
    }

    private static String head(String path, String cookie, boolean memory) {
        return "PUT /services/xenops/" + path + "?session_id=" + SESSION + " HTTP/1.1\r\n"
                + "cookie: instance_id=i-1; final_id=" + VM + "; dbg=task " + TASK + "; mem_migration=26.9.0"
                + (memory ? "; memory_limit=1073741824" : "") + cookie
                + "\r\nConnection: keep-alive\r\nUser-agent: xenopsd\r\nhost: 192.0.2.34\r\n\r\n";
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
