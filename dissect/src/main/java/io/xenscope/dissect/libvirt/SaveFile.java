package io.xenscope.dissect.libvirt;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.libxl.LibxlStream;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.function.Supplier;

/**
 * What {@code virsh save} writes (carriers specification 2.1):
 *
 * <pre>
 * save_file = save_header , domain_xml , ( libxl_stream | legacy_image ) ;
 * </pre>
 */
public final class SaveFile {

    private final Migration migration;
    private final Reporter reporter;
    private final LegacyImages legacy;
    private final Supplier<Step> afterEnd;

    /**
     * @param legacy the image of version 1
     * @param afterEnd what follows the END of a libxl stream
     */
    public SaveFile(Migration migration, Reporter reporter, LegacyImages legacy, Supplier<Step> afterEnd) {
        this.migration = migration;
        this.reporter = reporter;
        this.legacy = legacy;
        this.afterEnd = afterEnd;
    }

    public Step start() {
        reporter.enter(Layer.LIBVIRT);
        migration.knowledge().toolstack = "libvirt";
        return Step.peek(SaveHeader.MAGIC.length, this::magic);
    }

    private Step magic(Slice seen) {
        if (!seen.agreesWith(SaveHeader.MAGIC)) {
            reporter.finding(
                    FindingCode.CAR_UNKNOWN, seen.offset(), seen.length(), "expected the magic of a libvirt save file");
            return lost(seen.offset());
        }
        return Step.read(SaveHeader.LENGTH, this::header);
    }

    private Step header(Slice in) {
        Element element =
                reporter.begin(Layer.LIBVIRT, "LIBVIRT_HEADER", null, in.offset(), in.length(), in.length(), in.time());
        long most = migration.options().limits().libvirtXml();
        SaveHeader header = SaveHeader.read(in, most, element);
        reporter.record(element, SaveHeader.fields(in));
        long next = in.offset() + in.length();
        if (header.xmlLength() > most) {
            return lost(next);
        }
        return header.xmlLength() == 0 ? stream(header, next) : xml(header, next);
    }

    private Step xml(SaveHeader header, long at) {
        long length = header.xmlLength();
        DomainXml xml = new DomainXml(
                migration.knowledge(), at, migration.options().limits().bodyKept());
        Element element = reporter.begin(Layer.LIBVIRT, "LIBVIRT_XML", null, at, length, length, reporter.now());
        return Step.stream(length, xml, () -> {
            reporter.record(element, xml.finish(element));
            return stream(header, element.end());
        });
    }

    private Step stream(SaveHeader header, long at) {
        if (header.version() == SaveHeader.LEGACY) {
            return legacy.last();
        }
        if (header.version() == SaveHeader.LIBXL) {
            return new LibxlStream(migration, reporter, afterEnd).start();
        }
        return lost(at);
    }

    private Step lost(long at) {
        reporter.framingLost();
        return Step.opaque(at);
    }
}
