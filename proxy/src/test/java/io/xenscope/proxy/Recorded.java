package io.xenscope.proxy;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what a tap shows of one connection. */
final class Recorded implements ConnectionInput {

    final Way first = new Way();
    final Way second = new Way();
    private final CountDownLatch ended = new CountDownLatch(2);

    /** One direction. */
    final class Way implements StreamInput {
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        final List<Long> gaps = Collections.synchronizedList(new ArrayList<>());
        volatile EndReason end;

        @Override
        public synchronized void bytes(byte[] buffer, int offset, int length, long time) {
            octets.write(buffer, offset, length);
        }

        @Override
        public void gap(long count, GapCause cause, long time) {
            gaps.add(count);
        }

        @Override
        public void end(EndReason reason, long time) {
            end = reason;
            ended.countDown();
        }

        synchronized String digest() {
            return Sockets.digest(octets.toByteArray());
        }
    }

    @Override
    public StreamInput fromFirst() {
        return first;
    }

    @Override
    public StreamInput fromSecond() {
        return second;
    }

    boolean awaitEnd() throws InterruptedException {
        return ended.await(20, TimeUnit.SECONDS);
    }
}
