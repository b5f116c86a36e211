package io.xenscope.samples.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The xl save header and its optional data (section 2).
 *
 * <pre>
 *  0            32          36         40         44            48
 * +------------+-----------+----------+----------+-------------+------------+--------+------+
 * | magic      | byteorder | mandatory| optional | optional    | config_len | config | tail |
 * | 32 octets  | 01020304h | flags    | flags    | data length | u32        |        |      |
 * +------------+-----------+----------+----------+-------------+------------+--------+------+
 * </pre>
 *
 * Immutable; starts out as a sender of 4.6 or later writes it and is bent with the {@code with} methods.
 */
public final class XlHeader {
    /** Mandatory flag: the configuration is libxl JSON. */
    public static final int JSON = 1;
    /** Mandatory flag: a libxl stream of version 2 follows. */
    public static final int STREAM_V2 = 2;

    private final String magic;
    private final int byteOrderWord;
    private final int mandatoryFlags;
    private final int optionalFlags;
    private final byte[] config;
    private final byte[] tail;
    private final long configLength;
    private final long optionalLength;

    private XlHeader(
            String magic,
            int byteOrderWord,
            int mandatoryFlags,
            int optionalFlags,
            byte[] config,
            byte[] tail,
            long configLength,
            long optionalLength) {
        this.magic = magic;
        this.byteOrderWord = byteOrderWord;
        this.mandatoryFlags = mandatoryFlags;
        this.optionalFlags = optionalFlags;
        this.config = config;
        this.tail = tail;
        this.configLength = configLength;
        this.optionalLength = optionalLength;
    }

    /** The header for a configuration text, to which the terminating NUL is added. */
    public static XlHeader json(String config) {
        byte[] text = config.getBytes(StandardCharsets.UTF_8);
        byte[] octets = Arrays.copyOf(text, text.length + 1);
        return new XlHeader(
                "Xen saved domain, xl format\n \0 \r",
                0x01020304,
                JSON | STREAM_V2,
                0,
                octets,
                new byte[0],
                octets.length,
                4L + octets.length);
    }

    /** Other octets in place of the 32-octet magic; every character becomes one octet. */
    public XlHeader withMagic(String value) {
        return new XlHeader(
                value, byteOrderWord, mandatoryFlags, optionalFlags, config, tail, configLength, optionalLength);
    }

    /** Another byte-order word, written in the byte order of the stream. */
    public XlHeader withByteOrderWord(int value) {
        return new XlHeader(magic, value, mandatoryFlags, optionalFlags, config, tail, configLength, optionalLength);
    }

    /** Other mandatory flags, see {@link #JSON} and {@link #STREAM_V2}. */
    public XlHeader withMandatoryFlags(int value) {
        return new XlHeader(magic, byteOrderWord, value, optionalFlags, config, tail, configLength, optionalLength);
    }

    /** Other optional flags; real senders write 0. */
    public XlHeader withOptionalFlags(int value) {
        return new XlHeader(magic, byteOrderWord, mandatoryFlags, value, config, tail, configLength, optionalLength);
    }

    /** Octets behind the configuration, counted in the optional data length. */
    public XlHeader withTail(byte... octets) {
        return new XlHeader(
                magic,
                byteOrderWord,
                mandatoryFlags,
                optionalFlags,
                config,
                octets.clone(),
                configLength,
                4L + config.length + octets.length);
    }

    /** Another announced configuration length (u32); the octets stay as they are. */
    public XlHeader withConfigLength(long value) {
        return new XlHeader(magic, byteOrderWord, mandatoryFlags, optionalFlags, config, tail, value, optionalLength);
    }

    /** Another announced optional data length (u32); the octets stay as they are, but 0 leaves them all out. */
    public XlHeader withOptionalLength(long value) {
        return new XlHeader(magic, byteOrderWord, mandatoryFlags, optionalFlags, config, tail, configLength, value);
    }

    void appendTo(Body body) {
        body.octets(magic.getBytes(StandardCharsets.ISO_8859_1));
        body.u32(byteOrderWord).u32(mandatoryFlags).u32(optionalFlags).u32(optionalLength);
        if (optionalLength != 0) {
            body.u32(configLength).octets(config).octets(tail);
        }
    }

    String detail() {
        return String.format(
                "byteorder=0x%08x mandatory=0x%x optional=0x%x optlen=%d config_len=%d",
                byteOrderWord, mandatoryFlags, optionalFlags, optionalLength, configLength);
    }
}
