package io.xenscope.dissect.layout;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of HVM save records by their codes. */
public final class SaveRecordTable {

    private final Map<Integer, Type> types = new HashMap<>();

    /**
     * A type of save record.
     *
     * @param struct its layout
     * @param perVcpu whether there is one for each virtual CPU rather than for the domain
     */
    public record Type(int code, String name, Struct struct, boolean perVcpu) {

        /** Whether a release writes payloads of this length. */
        public boolean hasLength(long length) {
            return struct.hasLength(length);
        }

        /** Whether this release does. */
        public boolean hasLength(long length, int release) {
            return struct.variants().stream()
                    .anyMatch(one -> (one.isVariable() || one.size() == length) && one.hasRelease(release));
        }
    }

    SaveRecordTable(Json json, Table table) {
        for (Json record : json.objects("records")) {
            String struct = record.text("struct");
            if (struct != null) {
                int code = record.integer("code");
                boolean perVcpu = record.name("scope").equals("vcpu");
                types.put(code, new Type(code, record.name("name"), table.struct(struct), perVcpu));
            }
        }
    }

    /** The type with this code; null for END and for codes that no release writes. */
    public @Nullable Type type(int code) {
        return types.get(code);
    }
}
