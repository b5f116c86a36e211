package io.xenscope.dissect.hvm;

import io.xenscope.dissect.layout.Xstate;

/**
 * What the CPUID policy of the stream told that the state of the guest is judged by.
 *
 * @param physicalBits width of a physical address; 0 when it was not told
 * @param cr4 bits of CR4 that need a feature
 * @param xstate where the components of XSAVE areas lie
 */
public record GuestFacts(int physicalBits, Cr4Features cr4, Xstate xstate) {}
