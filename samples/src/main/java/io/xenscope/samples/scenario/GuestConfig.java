package io.xenscope.samples.scenario;

/** The JSON configuration xl puts in front of a stream, cut down to what identifies a guest. */
final class GuestConfig {
    private GuestConfig() {}

    static String json(Scenario scenario) {
        String type = switch (scenario.guest()) {
            case PV64, PV32 -> "pv";
            case HVM -> "hvm";
            case PVH -> "pvh";
        };
        long kilobytes = scenario.pages() * 4;
        return String.join(
                "\n",
                "{",
                "    \"c_info\": {",
                "        \"type\": \"" + type + "\",",
                "        \"name\": \"sample-" + type + "\",",
                "        \"uuid\": \"" + uuid(scenario.seed()) + "\"",
                "    },",
                "    \"b_info\": {",
                "        \"max_vcpus\": " + scenario.vcpus() + ",",
                "        \"max_memkb\": " + kilobytes + ",",
                "        \"target_memkb\": " + kilobytes + ",",
                "        \"type." + type + "\": {",
                "        }",
                "    },",
                "    \"on_reboot\": \"restart\"",
                "}");
    }

    private static String uuid(long seed) {
        return String.format("5a3b1e00-0000-4000-8000-%012x", seed & 0xffffffffffffL);
    }
}
