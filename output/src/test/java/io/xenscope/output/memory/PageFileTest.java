package io.xenscope.output.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.memory.MemoryListener;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PageFileTest {

    private static final int PAGE = MemoryListener.PAGE;

    /** More than are kept in memory, and places far apart. */
    private static final int PAGES = 20_000;

    @Test
    void everyPageComesBackAsItWasWrittenLast() throws IOException {
        try (PageFile file = new PageFile()) {
            for (int number = 0; number < PAGES; number++) {
                file.write(number, page(number), 0);
            }
            for (int number = 0; number < PAGES; number += 3) {
                file.write(number, page(-number), 0);
            }
            file.write(1L << 30, page(7), 0);
            byte[] read = new byte[PAGE];
            for (int number = 0; number < PAGES; number++) {
                file.read(number, read);
                assertThat(read).isEqualTo(page(number % 3 == 0 ? -number : number));
            }
            file.read(1L << 30, read);
            assertThat(read).isEqualTo(page(7));
        }
    }

    @Test
    void aPageIsTakenFromTheMiddleOfAnArray() throws IOException {
        try (PageFile file = new PageFile()) {
            byte[] octets = new byte[3 * PAGE];
            System.arraycopy(page(1), 0, octets, 17, PAGE);
            file.write(5, octets, 17);
            byte[] read = new byte[PAGE];
            file.read(5, read);
            assertThat(read).isEqualTo(page(1));
        }
    }

    private static byte[] page(int number) {
        byte[] page = new byte[PAGE];
        Arrays.fill(page, (byte) number);
        page[0] = (byte) (number >>> 8);
        page[1] = (byte) (number >>> 16);
        return page;
    }
}
