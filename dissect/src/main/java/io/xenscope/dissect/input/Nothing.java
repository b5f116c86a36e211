package io.xenscope.dissect.input;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;

/** Takes what has been taken before. */
enum Nothing implements StreamInput {
    INPUT;

    @Override
    public void bytes(byte[] buffer, int offset, int length, long time) {}

    @Override
    public void gap(long octets, GapCause cause, long time) {}

    @Override
    public void found(String code, String text, long time) {}

    @Override
    public void end(EndReason reason, long time) {}
}
