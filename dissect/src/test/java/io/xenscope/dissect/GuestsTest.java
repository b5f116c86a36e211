package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.Octets;
import org.junit.jupiter.api.Test;

/** The streams that other tests bend are sound, and their elements stand where the tests take them to be. */
class GuestsTest {

    @Test
    void hvmImage() {
        Decoded decoded = Decoded.file(Guests.hvm());
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.records())
                .containsExactly(
                        "libxc IMAGE_HEADER 0 24",
                        "libxc DOMAIN_HEADER 24 16",
                        "libxc X86_CPUID_POLICY 40 32",
                        "libxc X86_MSR_POLICY 72 24",
                        "libxc STATIC_DATA_END 96 8",
                        "libxc PAGE_DATA 104 4120",
                        "libxc X86_TSC_INFO 4224 32",
                        "libxc HVM_CONTEXT 4256 32",
                        "libxc HVM_PARAMS 4288 32",
                        "libxc END 4320 8");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
    }

    @Test
    void libxlAndXlStream() {
        Decoded libxl = Decoded.file(Guests.libxl());
        assertThat(libxl.findings()).isEmpty();
        assertThat(libxl.records())
                .startsWith("libxl LIBXL_HEADER 0 16", "libxl LIBXC_CONTEXT 16 8", "libxc IMAGE_HEADER 24 24")
                .endsWith("libxc END 4344 8", "libxl EMULATOR_CONTEXT 4352 32", "libxl END 4384 8");
        Decoded xl = Decoded.file(Guests.xl("{}"));
        assertThat(xl.findings()).isEmpty();
        assertThat(xl.records())
                .startsWith("xl XL_HEADER 0 48", "xl XL_CONFIG 48 7", "libxl LIBXL_HEADER 55 16")
                .endsWith("libxl END 4439 8");
    }

    @Test
    void pvImage() {
        Decoded decoded = Decoded.file(Guests.pv());
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.records())
                .containsExactly(
                        "libxc IMAGE_HEADER 0 24",
                        "libxc DOMAIN_HEADER 24 16",
                        "libxc X86_PV_INFO 40 16",
                        "libxc X86_CPUID_POLICY 56 32",
                        "libxc X86_MSR_POLICY 88 24",
                        "libxc STATIC_DATA_END 112 8",
                        "libxc X86_PV_P2M_FRAMES 120 24",
                        "libxc PAGE_DATA 144 4120",
                        "libxc X86_TSC_INFO 4264 32",
                        "libxc SHARED_INFO 4296 4104",
                        "libxc X86_PV_VCPU_BASIC 8400 5184",
                        "libxc END 13584 8");
    }

    @Test
    void remus() {
        byte[] remus = Guests.remus();
        assertThat(remus).hasSize(Guests.REMUS_LENGTH);
        Decoded decoded = Decoded.file(remus);
        assertThat(decoded.records()).contains("libxc CHECKPOINT 4344 8", "libxl EMULATOR_CONTEXT 4352 32");
        assertThat(decoded.records()).contains("libxl CHECKPOINT_END 4384 8", "libxc PAGE_DATA 4392 4120");
        assertThat(decoded.records()).endsWith("libxl CHECKPOINT_END 8648 8");
    }

    @Test
    void unknownContentIsPassedOver() {
        var events = new java.util.ArrayList<>();
        FileInput input = new Dissector(DissectOptions.DEFAULT, events::add).file("f", "f", null);
        byte[] other = Octets.text("no migration at all, only some text of a certain length");
        input.bytes(other, 0, other.length, 0);
        input.end(EndReason.FIN, 0);
        assertThat(input.isRefused()).isTrue();
        assertThat(events).isEmpty();
    }
}
