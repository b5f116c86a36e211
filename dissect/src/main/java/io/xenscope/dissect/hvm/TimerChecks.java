package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;
import java.util.List;

/** Checks of PIT, RTC, HPET and PMTIMER (payload specification A.3, F). */
final class TimerChecks {

    private static final int CHANNELS = 3;
    private static final int MOST_COUNT = 0x10000;
    private static final int REGISTER_B = 11;
    private static final long MOST_PERIOD = 100_000_000;

    private final Findings findings;

    TimerChecks(Findings findings) {
        this.findings = findings;
    }

    void pit(LayoutView pit) {
        if (pit.has("speaker_data_on") && pit.has("pad0")) {
            findings.when(
                    pit.get("speaker_data_on") > 1 || pit.get("pad0") != 0,
                    FindingCode.PIT_001,
                    pit.offset("speaker_data_on"),
                    8,
                    "speaker_data_on " + pit.get("speaker_data_on") + ", padding " + pit.get("pad0"));
        }
        for (int i = 0; i < CHANNELS; i++) {
            LayoutView channel = pit.inner("channels", i);
            if (channel.octets().has(0, channel.size())) {
                channel(i, channel);
            }
        }
    }

    private void channel(int index, LayoutView channel) {
        long at = channel.octets().offset();
        boolean impossible = channel.get("count") > MOST_COUNT
                || channel.get("count_latched") > 4
                || channel.get("read_state") > 4
                || channel.get("write_state") > 4
                || channel.get("rw_mode") > 3
                || channel.get("gate") > 1
                || channel.get("bcd") > 1;
        findings.when(impossible, FindingCode.PIT_002, at, 16, "channel " + index);
        findings.when(
                index < 2 && channel.get("gate") == 0,
                FindingCode.PIT_003,
                channel.offset("gate"),
                1,
                "channel " + index);
        long mode = channel.get("mode");
        boolean unused = mode == 7 || mode == 0xff;
        findings.when(unused, FindingCode.PIT_004, channel.offset("mode"), 1, "channel " + index + ": mode " + mode);
        findings.when(
                mode > 5 && !unused,
                FindingCode.PIT_005,
                channel.offset("mode"),
                1,
                "channel " + index + ": mode " + mode);
    }

    void rtc(long length, LayoutView rtc) {
        findings.when(length == 16, FindingCode.RTC_001, rtc.octets().offset(), 0, "saved by Xen before 4.14");
        if (rtc.has("cmos_index")) {
            findings.when(
                    rtc.get("cmos_index") > 0x7f,
                    FindingCode.RTC_003,
                    rtc.offset("cmos_index"),
                    1,
                    "index " + rtc.get("cmos_index"));
        }
        if (!rtc.has("cmos_data", REGISTER_B)) {
            return;
        }
        boolean binary = rtc.bits("cmos_data", REGISTER_B, "DM_BINARY") != 0;
        boolean wholeDay = rtc.bits("cmos_data", REGISTER_B, "24H") != 0;
        // Seconds, minutes, hours, weekday, day, month, year; alarms may hold values that match all times.
        int[] registers = {0, 2, 4, 6, 7, 8, 9};
        int[] most = {59, 59, wholeDay ? 23 : 12, 7, 31, 12, 99};
        for (int i = 0; i < registers.length; i++) {
            if (rtc.has("cmos_data", registers[i])) {
                long raw = rtc.get("cmos_data", registers[i]) & (registers[i] == 4 && !wholeDay ? 0x7f : 0xff);
                long value = binary ? raw : (raw >> 4) * 10 + (raw & 15);
                boolean digits = binary || (raw & 15) <= 9 && raw >> 4 <= 9;
                findings.when(
                        !digits || value > most[i],
                        FindingCode.RTC_002,
                        rtc.offset("cmos_data", registers[i]),
                        1,
                        "register " + registers[i] + " is " + Findings.hex(raw));
            }
        }
    }

    void hpet(LayoutView hpet) {
        if (hpet.has("capability")) {
            long at = hpet.offset("capability");
            long last = hpet.bits("capability", "last_timer");
            long period = hpet.bits("capability", "period_fs");
            findings.when(last != 2, FindingCode.HPET_001, at, 8, "last timer " + last);
            findings.when(period == 0 || period > MOST_PERIOD, FindingCode.HPET_002, at, 8, "period " + period + " fs");
        }
        for (String reserved : List.of("res0", "res1", "res2", "res3", "res5")) {
            findings.when(!hpet.isZero(reserved), FindingCode.HPET_003, hpet.offset(reserved), 0, reserved);
        }
        for (int i = 0; i < 3; i++) {
            LayoutView timer = hpet.inner("timers", i);
            findings.when(!timer.isZero("res4"), FindingCode.HPET_003, timer.offset("res4"), 8, "timer " + i);
        }
    }

    void pmTimer(LayoutView timer) {
        for (String register : List.of("pm1a_sts", "pm1a_en")) {
            if (timer.has(register)) {
                findings.when(
                        timer.unnamed(register) != 0,
                        FindingCode.PMT_001,
                        timer.offset(register),
                        2,
                        register + " is " + Findings.hex(timer.get(register)));
            }
        }
    }
}
