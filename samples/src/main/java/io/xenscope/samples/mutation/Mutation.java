package io.xenscope.samples.mutation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** One change to the elements of a stream (headers, records, chunks), each given with all its octets. */
public enum Mutation {
    /** An element is missing. */
    DELETE {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            elements.remove(choices.below(elements.size()));
        }
    },
    /** An element comes twice in a row. */
    DUPLICATE {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            int at = choices.below(elements.size());
            elements.add(at, elements.get(at));
        }
    },
    /** Two elements change places. */
    SWAP {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            int one = choices.below(elements.size());
            int other = choices.below(elements.size());
            elements.set(one, elements.set(other, elements.get(one)));
        }
    },
    /** An element comes once more somewhere else. */
    REPEAT {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            byte[] copy = elements.get(choices.below(elements.size()));
            elements.add(choices.below(elements.size() + 1), copy);
        }
    },
    /** A soundly framed record of some type with some body comes between. */
    INSERT {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            byte[] body = choices.octets(choices.below(MOST_INSERTED));
            int type = choices.below(TYPES) | (choices.below(4) == 0 ? OPTIONAL : 0);
            elements.add(choices.below(elements.size() + 1), framed(type, body, body.length));
        }
    },
    /** The first word, which is the type of a record and the length of a batch in older streams, is another one. */
    TYPE {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            word(elements, choices, 0, choices.below(3) == 0 ? choices.number() : choices.below(TYPES));
        }
    },
    /** The second word, which is the length of a record, is another one; the octets stay. */
    LENGTH {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            int at = choices.below(elements.size());
            int length = choices.below(3) == 0
                    ? choices.number()
                    : elements.get(at).length - HEADER + choices.below(2 * NEARBY) - NEARBY;
            elements.set(at, withWord(elements.get(at), 4, length));
        }
    },
    /** The body of a record is shorter or longer, and its length says so. */
    RESIZE {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            int at = choices.below(elements.size());
            byte[] element = elements.get(at);
            if (element.length >= HEADER) {
                int body = Math.max(0, element.length - HEADER + choices.below(2 * NEARBY) - NEARBY);
                int type =
                        ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN).getInt();
                elements.set(at, framed(type, Arrays.copyOfRange(element, HEADER, HEADER + body), body));
            }
        }
    },
    /** The first word of a body, which is often a count, is another one. */
    COUNT {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            word(elements, choices, HEADER, choices.below(3) == 0 ? choices.number() : choices.below(NEARBY));
        }
    },
    /** A word anywhere in an element is another one. */
    WORD {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            int at = choices.below(elements.size());
            int offset = choices.below(Math.max(1, elements.get(at).length)) & ~3;
            elements.set(at, withWord(elements.get(at), offset, choices.number()));
        }
    },
    /** One octet near the beginning of an element is another one. */
    OCTET {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            int at = choices.below(elements.size());
            byte[] bent = elements.get(at).clone();
            if (bent.length > 0) {
                bent[choices.below(Math.min(bent.length, NEARBY))] ^= (byte) (1 << choices.below(8));
            }
            elements.set(at, bent);
        }
    },
    /** Nothing comes behind some place. */
    CUT {
        @Override
        void apply(List<byte[]> elements, Choices choices) {
            int at = choices.below(elements.size());
            byte[] last = elements.get(at);
            elements.set(at, Arrays.copyOf(last, choices.below(last.length + 1)));
            elements.subList(at + 1, elements.size()).clear();
        }
    };

    private static final int HEADER = 8;
    private static final int TYPES = 0x14;
    private static final int OPTIONAL = 0x8000_0000;
    private static final int MOST_INSERTED = 64;
    private static final int NEARBY = 64;
    private static final Mutation[] ALL = values();

    abstract void apply(List<byte[]> elements, Choices choices);

    /** Applies one kind of change, chosen; a stream without elements stays as it is. */
    public static void any(List<byte[]> elements, Choices choices) {
        Mutation mutation = ALL[choices.below(ALL.length)];
        if (!elements.isEmpty()) {
            mutation.apply(elements, choices);
        }
    }

    private static void word(List<byte[]> elements, Choices choices, int offset, int value) {
        int at = choices.below(elements.size());
        elements.set(at, withWord(elements.get(at), offset, value));
    }

    private static byte[] withWord(byte[] element, int offset, int value) {
        byte[] bent = element.clone();
        if (bent.length >= offset + 4) {
            ByteBuffer.wrap(bent).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        }
        return bent;
    }

    private static byte[] framed(int type, byte[] body, int length) {
        return ByteBuffer.allocate(HEADER + body.length + (-body.length & 7))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt(length)
                .put(body)
                .array();
    }
}
