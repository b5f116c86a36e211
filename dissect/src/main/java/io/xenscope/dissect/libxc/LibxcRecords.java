package io.xenscope.dissect.libxc;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All record types of the image (modern-stream specification 4.4). */
final class LibxcRecords {

    private static final Map<Long, RecordType> BY_ID = List.of(
                    End.TYPE,
                    PageData.TYPE,
                    X86PvInfo.TYPE,
                    X86PvP2mFrames.TYPE,
                    X86PvVcpuBasic.TYPE,
                    X86PvVcpuExtended.TYPE,
                    X86PvVcpuXsave.TYPE,
                    SharedInfo.TYPE,
                    X86TscInfo.TYPE,
                    HvmContext.TYPE,
                    HvmParams.TYPE,
                    Toolstack.TYPE,
                    X86PvVcpuMsrs.TYPE,
                    Verify.TYPE,
                    Checkpoint.TYPE,
                    CheckpointDirtyPfnList.TYPE,
                    StaticDataEnd.TYPE,
                    X86CpuidPolicy.TYPE,
                    X86MsrPolicy.TYPE)
            .stream()
            .collect(Collectors.toUnmodifiableMap(RecordType::id, Function.identity()));

    private LibxcRecords() {}

    /** The type with this number; null when no release defines it. */
    static @Nullable RecordType byId(long id) {
        return BY_ID.get(id);
    }
}
