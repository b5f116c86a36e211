package io.xenscope.dissect.legacy;

import static java.util.Map.entry;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The chunks with negative ids of all releases (legacy-stream specification 4.3). */
final class ChunkTypes {

    /** The lowest id of any release. */
    static final int LAST_ID = -21;

    private static final Map<Integer, ChunkType> BY_ID = Stream.of(
                    new ChunkType(-1, "ENABLE_VERIFY_MODE", Release.V3_0, new FixedChunk(0, Markers::verify)),
                    new ChunkType(-2, "VCPU_INFO", Release.V3_1, VcpuInfo::read),
                    parameter(-3, "HVM_IDENT_PT", Release.V3_3),
                    parameter(-4, "HVM_VM86_TSS", Release.V3_4),
                    new ChunkType(-5, "TMEM", Release.V4_0, TmemImage::read),
                    new ChunkType(-6, "TMEM_EXTRA", Release.V4_0, (t, i, h, n) -> new TmemExtra(i, t, n).read(h)),
                    new ChunkType(-7, "TSC_INFO", Release.V4_0, new FixedChunk(20, TscInfo::fields)),
                    parameter(-8, "HVM_CONSOLE_PFN", Release.V4_1),
                    new ChunkType(-9, "LAST_CHECKPOINT", Release.V4_1, new FixedChunk(0, Markers::lastCheckpoint)),
                    parameter(-10, "HVM_ACPI_IOPORTS_LOCATION", Release.V4_1),
                    parameter(-11, "HVM_VIRIDIAN", Release.V4_1_3),
                    new ChunkType(-12, "COMPRESSED_DATA", Release.V4_2, CompressedData::read),
                    new ChunkType(-13, "ENABLE_COMPRESSION", Release.V4_2, new FixedChunk(0, Markers::compression)),
                    parameter(-14, "HVM_GENERATION_ID_ADDR", Release.V4_2),
                    parameter(-15, "HVM_PAGING_RING_PFN", Release.V4_2),
                    parameter(-16, "HVM_ACCESS_RING_PFN", Release.V4_2),
                    parameter(-17, "HVM_SHARING_RING_PFN", Release.V4_2),
                    new ChunkType(-18, "TOOLSTACK", Release.V4_2, Toolstack::read),
                    parameter(-19, "HVM_IOREQ_SERVER_PFN", Release.V4_5),
                    parameter(-20, "HVM_NR_IOREQ_SERVER_PAGES", Release.V4_5),
                    parameter(-21, "HVM_X87_FIP_WIDTH", Release.V4_5_4))
            .map(type -> entry(type.id(), type))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private ChunkTypes() {}

    private static ChunkType parameter(int id, String name, int since) {
        return new ChunkType(id, name, since, new FixedChunk(12, HvmParameter::fields));
    }

    static @Nullable ChunkType byId(int id) {
        return BY_ID.get(id);
    }
}
