package io.xenscope.capture;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.jspecify.annotations.Nullable;

/**
 * One part of a file in memory at a time, released when it is no longer wanted rather than by some later garbage
 * collection: otherwise resident memory would follow the file. Java has a public way to do so from version 22 on, and an unofficial
 * one before; where there is neither, the collection has to do.
 */
abstract class Mapping {

    /** Maps octets to be read, at most 2 GiB. */
    abstract ByteBuffer map(FileChannel channel, long offset, long length) throws IOException;

    /** What was mapped last must not be used any more. */
    abstract void release();

    static Mapping ofThisPlatform() {
        try {
            return new Arenas();
        } catch (ReflectiveOperationException tooOld) {
            return new Cleaners();
        }
    }

    private static Object call(Method method, @Nullable Object target, Object... arguments) throws IOException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IOException("cannot be mapped into memory: " + e.getCause(), e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code java.lang.foreign.Arena}, by name since this is compiled for Java 17. */
    private static final class Arenas extends Mapping {
        private final Method open;
        private final Method map;
        private final Method view;
        private @Nullable AutoCloseable arena;

        Arenas() throws ReflectiveOperationException {
            // Asked of the platform alone: to find that the class is not there, the application's loader would open
            // every jar.
            Class<?> type = Class.forName("java.lang.foreign.Arena", true, null);
            open = type.getMethod("ofConfined");
            map = FileChannel.class.getMethod("map", MapMode.class, long.class, long.class, type);
            view = Class.forName("java.lang.foreign.MemorySegment").getMethod("asByteBuffer");
        }

        @Override
        ByteBuffer map(FileChannel channel, long offset, long length) throws IOException {
            AutoCloseable opened = (AutoCloseable) call(open, null);
            arena = opened;
            return (ByteBuffer) call(view, call(map, channel, MapMode.READ_ONLY, offset, length, opened));
        }

        @Override
        void release() {
            AutoCloseable closing = arena;
            arena = null;
            if (closing != null) {
                try {
                    closing.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** {@code sun.misc.Unsafe.invokeCleaner}, which the module {@code jdk.unsupported} exports. */
    private static final class Cleaners extends Mapping {
        private @Nullable Object unsafe;
        private @Nullable Method clean;
        private @Nullable MappedByteBuffer mapped;

        Cleaners() {
            try {
                Class<?> type = Class.forName("sun.misc.Unsafe");
                Field instance = type.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                unsafe = instance.get(null);
                clean = type.getMethod("invokeCleaner", ByteBuffer.class);
            } catch (ReflectiveOperationException | RuntimeException e) {
                clean = null;
            }
        }

        @Override
        ByteBuffer map(FileChannel channel, long offset, long length) throws IOException {
            MappedByteBuffer buffer = channel.map(MapMode.READ_ONLY, offset, length);
            mapped = buffer;
            return buffer;
        }

        @Override
        void release() {
            MappedByteBuffer releasing = mapped;
            Method cleaner = clean;
            mapped = null;
            if (releasing != null && cleaner != null) {
                try {
                    cleaner.invoke(unsafe, releasing);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
