package io.xenscope.cli;

import io.xenscope.capture.CaptureLimits;
import io.xenscope.capture.CaptureReader;
import io.xenscope.capture.OctetInput;
import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What went both ways in a real migration.
 *
 * @param forward from the sender of the VM
 * @param back from its receiver
 */
record Recording(byte[] forward, byte[] back) {

    /** One connection of a capture, opened by the sender. */
    static Recording ofCapture(String name) throws IOException {
        List<Kept> kept = new ArrayList<>();
        try (OctetInput input = OctetInput.open(Samples.path("captures/" + name))) {
            CaptureReader reader = new CaptureReader(
                    input,
                    connection -> {
                        Kept one = new Kept();
                        kept.add(one);
                        return one;
                    },
                    CaptureLimits.DEFAULT,
                    notice -> {});
            reader.run();
        }
        Kept only = kept.get(0);
        return new Recording(only.first.octets.toByteArray(), only.second.octets.toByteArray());
    }

    /** A full conversation of {@code xl migrate}, with the stream of Xen 4.4. */
    static Recording xlMigrate() throws IOException {
        return new Recording(
                PageTable.octets("images/hvm-live-4.4.xl-migrate.sender-to-receiver.bin.xz"),
                PageTable.octets("images/hvm-live-4.4.xl-migrate.receiver-to-sender.bin.xz"));
    }

    /** A bare stream of a megabyte, which nobody answers. */
    static Recording bare() throws IOException {
        return new Recording(PageTable.octets("images/pv64-small-4.4.bin.xz"), new byte[0]);
    }

    private static final class Kept implements ConnectionInput {
        private final Way first = new Way();
        private final Way second = new Way();

        @Override
        public StreamInput fromFirst() {
            return first;
        }

        @Override
        public StreamInput fromSecond() {
            return second;
        }
    }

    private static final class Way implements StreamInput {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        @Override
        public void bytes(byte[] buffer, int offset, int length, long time) {
            octets.write(buffer, offset, length);
        }

        @Override
        public void gap(long count, GapCause cause, long time) {
            throw new AssertionError("the capture is not whole");
        }

        @Override
        public void end(EndReason reason, long time) {
            // The stream is known whole by then.
        }
    }
}
