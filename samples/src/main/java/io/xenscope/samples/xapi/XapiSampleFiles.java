package io.xenscope.samples.xapi;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.xenscope.samples.packet.CaptureFormat;
import io.xenscope.samples.packet.ConnectionsCapture;
import io.xenscope.samples.packet.TcpEnd;
import io.xenscope.samples.packet.TcpOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the samples of xapi, each with its table, around images taken out of other samples. */
public final class XapiSampleFiles {

    private static final TcpOptions TCP =
            new TcpOptions(CaptureFormat.PCAPNG, false, 1448, 80, 0x1000_0000, 1_000_000_000L, true, TcpEnd.FIN);

    private XapiSampleFiles() {}

    /** Arguments: a folder, a file with an HVM image, one with a PV image, one with a legacy HVM image. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        byte[] hvm = image(Files.readAllBytes(Path.of(arguments[1])));
        byte[] pv = image(Files.readAllBytes(Path.of(arguments[2])));
        byte[] legacy = withoutDeviceModel(Files.readAllBytes(Path.of(arguments[3])));
        for (Map.Entry<String, XapiTalk> talk : captures(hvm, pv, legacy).entrySet()) {
            capture(folder.resolve("captures").resolve(talk.getKey() + ".pcapng"), talk.getValue());
            table(folder.resolve("captures").resolve(talk.getKey() + ".elements.tsv"), talk.getValue());
        }
        for (Map.Entry<String, XapiTalk> file : files(hvm, pv).entrySet()) {
            Path path = folder.resolve("images").resolve(file.getKey() + ".bin");
            Files.write(path, file.getValue().octets("file", true));
            table(folder.resolve("images").resolve(file.getKey() + ".elements.tsv"), file.getValue());
        }
    }

    private static Map<String, XapiTalk> captures(byte[] hvm, byte[] pv, byte[] legacy) {
        Map<String, XapiTalk> talks = new LinkedHashMap<>();
        talks.put("xapi-a", XapiSamples.generationA(legacy));
        talks.put("xapi-b", XapiSamples.generationB(hvm));
        talks.put("xapi-b-vgpu", XapiSamples.generationBWithVgpu(hvm));
        talks.put("xapi-b-old-layout", XapiSamples.generationBWithOldLayout(legacy));
        talks.put("xapi-c", XapiSamples.generationC(hvm));
        talks.put("xapi-c-vgpu", XapiSamples.generationCWithVgpu(hvm));
        talks.put("xapi-c-zstd", XapiSamples.generationCCompressed(pv, false, XapiSampleFiles::zstd));
        talks.put("xapi-c-behind-tls", XapiSamples.generationCBehindTls(hvm));
        return talks;
    }

    private static Map<String, XapiTalk> files(byte[] hvm, byte[] pv) {
        Map<String, XapiTalk> files = new LinkedHashMap<>();
        files.put("xapi-suspend-hvm", XapiSamples.file(hvm, true));
        files.put("xapi-suspend-pv", XapiSamples.file(pv, false));
        files.put("xapi-suspend-uefi", XapiSamples.uefiFile(hvm));
        return files;
    }

    /** One frame as the command zstd writes it to a pipe. */
    public static byte[] zstd(byte[] content) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(frame)) {
            out.setChecksum(true);
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frame.toByteArray();
    }

    private static void capture(Path file, XapiTalk talk) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ConnectionsCapture capture = new ConnectionsCapture(out, TCP)) {
            for (XapiTalk.Turn turn : talk.turns()) {
                capture.send(turn.connection(), turn.fromSender(), turn.octets());
            }
        }
    }

    private static void table(Path file, XapiTalk talk) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("connection\tdirection\toffset\ttype\tlength\n");
            for (XapiTalk.Row row : talk.truth()) {
                String direction = row.fromSender() ? "forward" : "back";
                out.write(row.connection() + "\t" + direction + "\t" + row.offset() + "\t" + row.type() + "\t"
                        + row.length() + "\n");
            }
        }
    }

    /** From the image header to the END record, without what stands around. */
    private static byte[] image(byte[] stream) {
        ByteBuffer in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        int start = 0;
        while (in.getLong(start) != -1 || in.getInt(start + 8) != 0x464e4558) {
            start++;
        }
        int at = start + 40;
        while (in.getInt(at) != 0) {
            at += 8 + (in.getInt(at + 4) + 7) / 8 * 8;
        }
        return Arrays.copyOfRange(stream, start, at + 8);
    }

    private static byte[] withoutDeviceModel(byte[] legacy) {
        int at = new String(legacy, StandardCharsets.ISO_8859_1).lastIndexOf("DeviceModelRecord0002");
        return Arrays.copyOf(legacy, at);
    }
}
