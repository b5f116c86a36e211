package io.xenscope.dissect.test;

import static io.xenscope.dissect.test.Octets.join;

import io.xenscope.samples.grammar.StreamWriter;

/** Streams inside the headers that toolstacks other than xl write. */
public final class Wrapped {

    /** As xend writes it, in a shape that real files have. */
    public static final String EXPRESSION = "(domain (domid 7) (uuid 6f1a3f0e-7f0b) (vcpus 2) (memory 4) (name winxp)"
            + " (image (hvm (kernel /boot/hvmloader) (vncpasswd 'very \\'secret\\' (word')))"
            + " (device (vif (name other) (mac 00:16:3e:00:00:01))))";

    /** As libvirt writes it. */
    public static final String XML = "<?xml version='1.0'?>\n<domain type='xen' id=\"7\">\n  <!-- <name>no</name> -->\n"
            + "  <metadata><domain><name>other</name></domain></metadata>\n"
            + "  <name>a&amp;b</name>\n  <uuid>6f1a3f0e-7f0b</uuid>\n  <memory unit='KiB'>4096</memory>\n  <os>\n"
            + "    <type arch='x86_64' machine='xenfv'>hvm</type>\n    <boot dev='hd'/>\n  </os>\n"
            + "  <devices><graphics type='vnc' passwd='secret'/></devices>\n</domain>\n";

    /** Octets of xend's header and {@link #EXPRESSION}. */
    public static final int XEND = 20 + EXPRESSION.length();

    /** Octets of libvirt's header and {@link #XML}. */
    public static final int LIBVIRT = 64 + XML.length() + 1;

    /** Octets of xapi's signature. */
    public static final int XAPI = 15;

    private Wrapped() {}

    public static byte[] xend(byte[] image) {
        return join(StreamWriter.octets(w -> w.xend().guestRecord(EXPRESSION)), image);
    }

    public static byte[] relocation(byte[] image) {
        return join(StreamWriter.octets(w -> w.xend().command("receive")), xend(image));
    }

    /** Version 1: a legacy image; 2: a libxl stream. */
    public static byte[] libvirt(int version, byte[] stream) {
        return join(StreamWriter.octets(w -> w.libvirt().header(version, XML)), stream);
    }

    public static byte[] xapi(byte[] image) {
        return join(StreamWriter.octets(w -> w.xapi().oldSignature()), image);
    }

    /** With the state of the device model that belongs to an HVM guest. */
    public static byte[] xapiHvm(byte[] image) {
        return join(
                xapi(image),
                StreamWriter.octets(w -> w.xapi().deviceModel((byte) 'Q', (byte) 'E', (byte) 'V', (byte) 'M')));
    }
}
