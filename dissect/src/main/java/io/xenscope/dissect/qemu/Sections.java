package io.xenscope.dissect.qemu;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.hvm.Findings;
import io.xenscope.dissect.qemu.SectionEnd.Found;
import io.xenscope.dissect.qemu.SectionEnd.Proof;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a device state of version 3 behind its header, in their order (payload specification D.1, D.6):
 *
 * <pre>
 * state = [ configuration ] , { section | command } , 0 , [ vmdescription ] ;      0: one octet
 * </pre>
 *
 * <p>Where no section can be made out at all there is nothing but octets; streams that were made without a device model
 * hold such, so it is found only where state is judged.
 */
final class Sections {

    private static final int CONFIGURATION = 7;
    private static final int MOST_MACHINE = 255;
    private static final String LIVE = "ram";

    private final SeenOctets in;
    private final long total;
    private final boolean judged;
    private final int kept;
    private final Findings findings;
    private final @Nullable VmDescription description;
    private final SectionEnd ends;

    private final List<Section> head = new ArrayList<>();
    private final List<Value> commands = new ArrayList<>();
    private final Map<Long, String> liveNames = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private @Nullable Fields configuration;
    private long sections;
    private long commandsTotal;
    private long lastFull = -1;
    private boolean traditionalStart;
    private int behindEnd = -1;

    /**
     * @param in what was kept of the state
     * @param total octets of the whole state
     * @param judged whether what QEMU would make of it is to be found, too
     * @param kept most sections kept
     */
    Sections(
            SeenOctets in,
            long total,
            FieldWalk walk,
            @Nullable VmDescription description,
            boolean judged,
            int kept,
            Findings findings) {
        this.in = in;
        this.total = total;
        this.judged = judged;
        this.kept = kept;
        this.findings = findings;
        this.description = description;
        this.ends = new SectionEnd(in, total, walk, description);
    }

    /** Goes through the state from {@code from} on, as far as it was kept and is sound. */
    void read(int from) {
        int at = from;
        while (at >= 0 && in.has(at, 1) && behindEnd < 0) {
            at = element(at, (int) in.number(at, 1));
        }
        boolean whole = in.length() == total && in.has(from, in.length() - from);
        if (whole && behindEnd < 0 && (sections > 0 || judged)) {
            findings.add(FindingCode.QEMU_007, in.offset() + total - 1, 1, "no end behind the last section: cut");
        }
    }

    /** Reads what begins at {@code at} and returns what is behind it; −1 when nothing can be read. */
    private int element(int at, int type) {
        switch (type) {
            case 0 -> {
                if (!ends.hasFooters() && !ends.isLast(at)) {
                    return unsound(at, type);
                }
                behindEnd = at + 1;
                return at + 1;
            }
            case SectionHeader.START, SectionHeader.FULL -> {
                SectionHeader header = SectionHeader.read(in, at);
                return header == null ? unsound(at, type) : section(header);
            }
            case SectionEnd.PART, SectionEnd.END -> {
                boolean known = in.has(at, 5) && ends.isLive(in.number(at + 1, 4));
                return known ? part(at, type) : unsound(at, type);
            }
            case SectionEnd.COMMAND -> {
                return ends.isCommand(at) ? command(at) : unsound(at, type);
            }
            case CONFIGURATION -> {
                return sections == 0 && configuration == null ? configuration(at) : unsound(at, type);
            }
            default -> {
                return unsound(at, type);
            }
        }
    }

    private int unsound(int at, int type) {
        if ((sections > 0 || judged) && !SectionHeader.isCut(in, at, (int) Math.min(in.length(), total) - at)) {
            findings.add(
                    FindingCode.QEMU_008,
                    in.offset() + at,
                    1,
                    "0x" + Integer.toHexString(type) + " where a section or the end should be");
        }
        return -1;
    }

    private int section(SectionHeader header) {
        if (header.type() == SectionHeader.START) {
            ends.begun(header.id());
            if (liveNames.size() < kept) {
                liveNames.put(header.id(), header.name());
            }
        }
        Found end = ends.of(header);
        boolean live = header.type() == SectionHeader.START && header.name().equals(LIVE) && end.proof() == Proof.EMPTY;
        traditionalStart |= live && sections == 0;
        if (header.type() == SectionHeader.START && !live) {
            unusual(header.at(), "START of " + header.name());
        }
        Section section = new Section(
                header.at(),
                header.type(),
                header.id(),
                header.name(),
                header,
                header.end(),
                end,
                footer(end.at(), header.id()));
        order(header);
        judge(section, header);
        return add(section);
    }

    private int part(int at, int type) {
        long id = in.number(at + 1, 4);
        Found end = ends.ofPart(at + 5, id);
        String name = liveNames.getOrDefault(id, "");
        if (!name.equals(LIVE) || end.proof() != Proof.EMPTY) {
            unusual(at, "part of " + name);
        }
        return add(new Section(at, type, id, name, null, at + 5, end, footer(end.at(), id)));
    }

    private int add(Section section) {
        sections++;
        if (head.size() < kept) {
            head.add(section);
        }
        return section.behind();
    }

    private boolean footer(int at, long id) {
        if (!ends.isFooter(at)) {
            return false;
        }
        ends.footerSeen();
        long told = in.number(at + 1, 4);
        findings.when(
                told != id,
                FindingCode.QEMU_005,
                in.offset() + at + 1,
                4,
                "section " + id + " ends with a footer of " + told);
        return true;
    }

    private void order(SectionHeader header) {
        if (header.type() == SectionHeader.FULL) {
            findings.when(
                    header.id() <= lastFull,
                    FindingCode.QEMU_006,
                    in.offset() + header.at() + 1,
                    4,
                    "section " + header.id() + " behind section " + lastFull);
            lastFull = header.id();
        }
        String key = header.name() + ' ' + header.instance();
        findings.when(
                seen.size() < kept && !seen.add(key),
                FindingCode.QEMU_010,
                in.offset() + header.at() + 6,
                header.name().length(),
                header.name() + ", instance " + header.instance());
    }

    private void judge(Section section, SectionHeader header) {
        boolean guessed = section.end().proof() == Proof.INFERRED && description == null;
        findings.when(
                judged && guessed,
                FindingCode.QEMU_004,
                in.offset() + section.end().at(),
                0,
                "end of " + header.name() + ": it has no length");
        findings.when(
                judged && section.end().device() == null && !Profiles.of(header).isEmpty(),
                FindingCode.QEMU_009,
                in.offset() + header.end(),
                section.length(),
                header.name() + " of version " + header.version() + " with " + section.length() + " octets");
    }

    private void unusual(int at, String text) {
        findings.add(FindingCode.QEMU_008, in.offset() + at, 1, text);
    }

    private int command(int at) {
        int length = (int) in.number(at + 3, 2);
        unusual(at, "command " + in.number(at + 1, 2));
        commandsTotal++;
        if (commands.size() < kept) {
            commands.add(new FieldReader(in.octets())
                    .leaf("command", at + 1, 2, new Data.Numeric(in.number(at + 1, 2)), null)
                    .leaf("length", at + 3, 2, new Data.Numeric(length), null)
                    .fields());
        }
        return at + SectionEnd.COMMAND_LENGTH + length;
    }

    /** The machine, then subsections whose end nothing tells but what follows. */
    private int configuration(int at) {
        long length = in.has(at, 5) ? in.number(at + 1, 4) : 0;
        if (length < 1 || length > MOST_MACHINE || !in.has(at + 5, (int) length)) {
            return unsound(at, CONFIGURATION);
        }
        int behind = at + 5 + (int) length;
        while (in.has(behind, 1) && !ends.begins(behind)) {
            behind++;
        }
        String machine = in.octets().part(at + 5, (int) length).text();
        unusual(at, "configuration of " + machine);
        configuration = new FieldReader(in.octets())
                .leaf("machine", at + 5, length, new Data.Text(machine), null)
                .leaf("length", at, behind - at, new Data.Numeric(behind - at), null)
                .fields();
        return behind;
    }

    /** The first section whose name has the path of a bus; null when there is none. */
    @Nullable
    Section firstWithPath() {
        for (Section section : head) {
            if (section.hasPath()) {
                return section;
            }
        }
        return null;
    }

    /** The empty live section that only qemu-traditional begins with; null when it does not. */
    @Nullable
    Section traditionalStart() {
        return traditionalStart ? head.get(0) : null;
    }

    /** Adds what was read; {@code walk} names the fields of devices, null when they are not wanted. */
    void describe(FieldReader fields, @Nullable FieldWalk walk) {
        if (configuration != null) {
            fields.value("configuration", configuration);
        }
        if (sections > 0) {
            List<Fields> shown =
                    head.stream().map(section -> section.fields(in, walk)).toList();
            fields.value("sections", new Value.Items(List.copyOf(shown), sections, "section"));
        }
        if (commandsTotal > 0) {
            fields.value("commands", new Value.Items(commands, commandsTotal));
        }
        if (description != null) {
            fields.value("vmdescription", description.fields(in));
        }
        rest(fields);
    }

    /** Octets that belong to no section. */
    private void rest(FieldReader fields) {
        int described = behindEnd >= 0 ? behindEnd : 0;
        if (description != null && behindEnd == description.at()) {
            return;
        }
        if (sections > 0 && behindEnd >= 0 && described < total) {
            fields.leaf(
                    "surplus",
                    described,
                    total - described,
                    new Data.Numeric(total - described),
                    "octets behind the end");
        }
    }
}
