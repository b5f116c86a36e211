package io.xenscope.dissect.detect;

import io.xenscope.dissect.finding.FindingCode;

/** What runs over the ports of migrations, or under them, without being one that can be looked into. */
public enum OtherProtocol {
    TLS("tls", FindingCode.CAR_TLS, true, "TLS: opaque; the server name and what it probably is are told"),
    SSH("ssh", FindingCode.CAR_SSH, true, "ssh: opaque; the version is told"),
    HTTP(
            "http",
            FindingCode.CAR_NOT_XEN,
            false,
            "HTTP that carries no memory: other requests to xapi, or anything else"),
    COMPRESSED(
            "compressed",
            FindingCode.CAR_COMPRESSED,
            true,
            "compressed on a connection: xz, LZ4, bzip2, lzop; zstd and gzip are looked into"),
    COMPRESSED_OTHER(
            "compressed-other",
            FindingCode.CAR_NOT_XEN,
            false,
            "zstd or gzip on a connection in which nothing begins as a migration does"),
    NBD("nbd", FindingCode.CAR_NOT_XEN, false, "NBD: disks, of storage migration or COLO"),
    QEMU(
            "qemu",
            FindingCode.CAR_NOT_XEN,
            false,
            "QEMU's own migration or save format (KVM), libvirt's save file of it"),
    LIBVIRT_RPC("libvirt-rpc", FindingCode.CAR_NOT_XEN, false, "libvirt RPC without a tunnelled migration");

    private final String label;
    private final FindingCode code;
    private final boolean opaque;
    private final String description;

    OtherProtocol(String label, FindingCode code, boolean opaque, String description) {
        this.label = label;
        this.code = code;
        this.opaque = opaque;
        this.description = description;
    }

    /** Short name, for counts and lists. */
    public String label() {
        return label;
    }

    /** The finding that tells of it. */
    public FindingCode code() {
        return code;
    }

    /** True where a migration may hide in it, so that its octets are accounted for. */
    public boolean isOpaque() {
        return opaque;
    }

    public String description() {
        return description;
    }

    /**
     * A connection or file of this kind.
     *
     * @param what it is, with names and port, for people
     * @param advice what to do to see a migration in it; empty when there is none
     */
    public record Seen(OtherProtocol protocol, String what, String advice) {}
}
