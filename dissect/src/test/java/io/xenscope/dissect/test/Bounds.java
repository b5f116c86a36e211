package io.xenscope.dissect.test;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.Limits;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Limits that differ from the usual ones in few values. */
public final class Bounds {

    private Bounds() {}

    /** The usual limits but for those named. */
    public static Limits with(Map<String, Long> changed) {
        RecordComponent[] components = Limits.class.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> value(component, changed.get(component.getName())))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return Limits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as options. */
    public static DissectOptions options(String name, long value) {
        return new DissectOptions(true, true, with(Map.of(name, value)), null).decompressing(new StoredZstd());
    }

    private static Object value(RecordComponent component, Long changed) {
        try {
            if (changed == null) {
                return component.getAccessor().invoke(Limits.DEFAULT);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return component.getType() == int.class ? (Object) Math.toIntExact(changed) : changed;
    }
}
