package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/** Whether the enlightenments in a guest's state are switched on by their parameter (payload specification F, VIR-002). */
public final class Enlightenments {

    /** Number of the parameter. */
    public static final long PARAMETER = 9;

    private boolean inState;
    private boolean on;

    /** The hypervisor's state has passed. */
    public void state(ContextFindings context) {
        inState |= context.hasViridian();
    }

    /** Their parameter came; one that was lost counts as not 0. */
    public void parameter(long value) {
        on |= value != 0;
    }

    /** Raises what is wrong once everything has come; {@code at} is where that is. */
    public void check(Element element, long at, long length) {
        if (inState && !on) {
            element.finding(
                    FindingCode.VIR_002,
                    at,
                    length,
                    "the hypervisor's state holds enlightenments, no parameter switches them on");
        }
    }
}
