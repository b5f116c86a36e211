package io.xenscope.dissect.libxc;

import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.hvm.Cr4Features;
import io.xenscope.dissect.hvm.Enlightenments;
import io.xenscope.dissect.hvm.GuestFacts;
import io.xenscope.dissect.hvm.NamedPages;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.Release;
import io.xenscope.dissect.layout.Xstate;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.pv.StartInfoPages;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the records of one image have told so far, as far as later records are judged by it. */
final class ImageState {

    private final Migration migration;

    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    int version;
    boolean pv;

    /** The static part is complete, said or inferred. */
    boolean staticEnd;

    boolean cpuidPolicySeen;
    boolean msrPolicySeen;
    boolean pvInfoSeen;
    boolean p2mFramesSeen;
    boolean pageDataSeen;
    boolean pageDataTooEarly;
    boolean verifying;

    /** Pages went by without being hashed: what was sent last is not known of all of them. */
    boolean pagesUnhashed;

    /** Octets of a PV guest's words; 0 until X86_PV_INFO. */
    int guestWidth;

    /** P2M frames announced but not sent with data yet; null when there are none or too many to keep. */
    @Nullable
    PfnSet p2mFrames;

    /** Pages that may be the start_info page of a PV guest. */
    final StartInfoPages startInfo = new StartInfoPages();

    /** What the batches so far mean for parameters that hold the number of a page. */
    final NamedPages namedPages = new NamedPages();

    /** Bits of CR4 that need a feature, by the CPUID policy. */
    final Cr4Features cr4 = new Cr4Features();

    /** Width of a physical address by the CPUID policy; 0 until it came. */
    int physicalBits;

    /** Places of the components of XSAVE areas by the CPUID policy. */
    final Xstate xstate = new Xstate();

    boolean tscInfoSeen;
    boolean hvmContextSeen;
    boolean hvmParamsSeen;

    /** Those of the epoch under way. */
    Enlightenments enlightenments = new Enlightenments();

    /** A VCPU record came whose number was lost. */
    boolean vcpuLost;

    /** Records of the image were lost, so that what is missing or stands in the wrong place may have been right. */
    boolean recordsLost;

    /** The same for the epoch under way. */
    boolean epochLost;

    final Set<String> vcpuRecords = new HashSet<>();
    final Set<Long> hvmParams = new HashSet<>();
    int lastRank;
    long epochRecords;

    ImageState(Migration migration) {
        this.migration = migration;
    }

    Migration migration() {
        return migration;
    }

    Knowledge knowledge() {
        return migration.knowledge();
    }

    /** How far into the state of the guest. */
    Depth depth() {
        return migration.options().depth();
    }

    /** Whether more than the framing of state records is wanted. */
    boolean looksInside() {
        return depth() != Depth.FRAMING;
    }

    /** Whether state is judged by what the hypervisor would take. */
    boolean judgesState() {
        return looksInside() && migration.options().stateFindings();
    }

    /** Release of the sender, as layouts number it. */
    int release() {
        return Release.of(knowledge().xenMajor, knowledge().xenMinor);
    }

    /** Reads the structures of one record. */
    LayoutReader layouts() {
        return new LayoutReader(depth() == Depth.BITS, migration.options().limits(), release(), xstate);
    }

    GuestFacts guestFacts() {
        return new GuestFacts(physicalBits, cr4, xstate);
    }

    /** Most octets of a body that are kept to decode it. */
    int bodyKept() {
        return migration.options().limits().bodyKept();
    }

    /** Most elements kept of an array. */
    int arrayHead() {
        return migration.options().limits().arrayHead();
    }

    /** The framing was lost and found again. */
    void framingFound() {
        recordsLost = true;
        epochLost = true;
        staticEnd = true;
        pagesUnhashed = true;
        namedPages.lost();
        startInfo.forgetAll();
        p2mFrames = null;
        lastRank = 0;
    }

    /** State records come anew in every epoch. */
    void epochBegins() {
        tscInfoSeen = false;
        hvmContextSeen = false;
        hvmParamsSeen = false;
        enlightenments = new Enlightenments();
        vcpuLost = false;
        epochLost = false;
        vcpuRecords.clear();
        hvmParams.clear();
        lastRank = 0;
        epochRecords = 0;
    }
}
