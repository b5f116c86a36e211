package io.xenscope.dissect.layout;

import io.xenscope.dissect.layout.Member.Format;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HVM parameters by index. */
public final class HvmParamTable {

    private final Map<Long, Param> params = new HashMap<>();

    /**
     * A parameter.
     *
     * @param assigned whether a hypervisor for x86 knows it
     * @param sent whether real senders or the converter write it
     * @param enumeration names of its values defined elsewhere; {@code values} when they stand in place
     */
    record Param(
            String name,
            boolean assigned,
            boolean sent,
            Format format,
            @Nullable BitGroup bits,
            @Nullable String enumeration,
            Map<Long, String> values) {}

    HvmParamTable(Json json) {
        for (Json param : json.objects("params")) {
            Map<Long, String> values = new HashMap<>();
            Json named = param.object("values");
            if (named != null) {
                named.names().forEach(value -> values.put(Long.valueOf(value), named.name(value)));
            }
            params.put(
                    (long) param.integer("index"),
                    new Param(
                            param.name("name"),
                            !param.flag("unassigned"),
                            param.has("in_stream"),
                            Format.valueOf(param.name("format").toUpperCase(Locale.ROOT)),
                            param.has("bits") ? BitGroup.of(param.objects("bits")) : null,
                            param.text("enum"),
                            Map.copyOf(values)));
        }
    }

    @Nullable
    Param param(long index) {
        return params.get(index);
    }

    /** Xen's name without its prefix; {@code unassigned} when the index has none. */
    public String name(long index) {
        Param param = params.get(index);
        return param == null || !param.assigned() ? "unassigned" : param.name();
    }

    /** True for indexes that a hypervisor knows. */
    public boolean isAssigned(long index) {
        Param param = params.get(index);
        return param != null && param.assigned();
    }

    /** True for parameters that real senders or the converter write. */
    public boolean isSent(long index) {
        Param param = params.get(index);
        return param != null && param.sent();
    }

    /** True for parameters that hold the number of a page. */
    public boolean isPage(long index) {
        Param param = params.get(index);
        return param != null && param.format() == Format.PFN;
    }
}
