package io.xenscope.capture;

/** What a file is, by its first four octets (carriers specification 8.1, 8.2). */
enum CaptureFormat {
    PCAP_MICROSECONDS(0xA1B2C3D4, "pcap"),
    PCAP_NANOSECONDS(0xA1B23C4D, "pcap with nanoseconds"),
    PCAP_MODIFIED(0xA1B2CD34, "modified pcap"),
    PCAPNG(0x0A0D0D0A, "pcapng"),
    NAVTEL(0xA1B2C3CD, "Navtel pcap"),
    FRITZBOX(0xA1B234CD, "Fritz!Box pcap"),
    IXIA_HARDWARE(0x1C0001AC, "IXIA lcap (hardware)"),
    IXIA_SOFTWARE(0x1C0001AB, "IXIA lcap (software)"),
    UNKNOWN(0, "unknown");

    final int magic;
    final String text;

    CaptureFormat(int magic, String text) {
        this.magic = magic;
        this.text = text;
    }

    static CaptureFormat of(byte[] head) {
        if (head.length < 4) {
            return UNKNOWN;
        }
        int magic = Octets.i32(head, 0);
        int swapped = Integer.reverseBytes(magic);
        for (CaptureFormat each : values()) {
            if (each != UNKNOWN && (each.magic == magic || each.magic == swapped)) {
                return each;
            }
        }
        return UNKNOWN;
    }

    boolean isSupportedPcap() {
        return this == PCAP_MICROSECONDS || this == PCAP_NANOSECONDS || this == PCAP_MODIFIED;
    }
}
