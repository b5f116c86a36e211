"""Legacy images before and after convert-legacy-stream: both decoded by us, with the same content."""
import hashlib
import io
import os
import re
import traceback

from . import tools

# HVM parameters that legacy streams carry in chunks of their own, by chunk number.
PARAMETERS = {-3: 12, -4: 15, -8: 17, -10: 19, -11: 9, -14: 34, -15: 27, -16: 28, -17: 29, -19: 32, -20: 33}
MAGIC = (("ioreq_pfn", 5), ("bufioreq_pfn", 6), ("store_pfn", 1))
EXTENDED = 128
XSAVE_HEAD = 16

# What the converter refuses although receivers of such streams took it; our findings there are none or less than errors.
DEFECTS = (
    (r"Duplicate pfns", "refuses a PFN that comes twice in a batch"),
    (r"RuntimeError: todo", "knows no compression and no tmem"),
    (r"Unrecognised extended block", "refuses unknown blocks of the extended info"),
)
# What it does not look at, by the finding of ours that makes the stream an error; the content is the same anyway.
NOT_CHECKED = {
    "what comes behind the image, or should": ("E10", "E11", "E42"),
    "PFNs, page types and frame numbers": ("E01", "E08", "E09", "E12", "E13", "E26", "E27"),
    "whether the tail comes before its data": ("E59",),
    "the entries of xen page tables": ("E28", "E29"),
    "the toolstack's data, of PV guests and where nothing is in it": ("E54",),
    "the device model's magic": ("E48",),
}
# Page types that do not exist, for which a page travels nevertheless: counted with normal pages there, not at all here.
UNTYPED = {"E13", "E14"}
# What tells that octets behind the image were read as a further round; the converter has ended.
LATER = {"E10", "E11", "E42", "E44"}
REASONS = {code: reason for reason, codes in NOT_CHECKED.items() for code in codes}


class Converter:
    """convert-legacy-stream, run on octets in memory."""

    def __init__(self):
        self.tool = tools.script("convert-legacy-stream")
        if self.tool is None:
            raise SystemExit("differential: convert-legacy-stream is not installed (Debian: xen-utils-4.17)")
        self.complaints = []
        self.tool.info = lambda message: None
        self.tool.err = self.complaints.append
        unpack = self.tool.unpack_ulongs
        # The same end, without the gigabytes that it would ask for first.
        self.tool.unpack_ulongs = lambda count: unpack(count) if count <= self.left() else self.tool.rdexact(self.left() + 1)

    def left(self):
        return len(self.tool.fin.getbuffer()) - self.tool.fin.tell()

    def convert(self, octets, width, pv):
        """What it makes of an image, or None, and its complaint."""
        tool = self.tool
        del self.complaints[:]
        tool.fin, tool.fout, tool.twidth, tool.pv, tool.qemu = io.BytesIO(octets), io.BytesIO(), width * 8, pv, True
        try:
            if tool.read_legacy_stream(tool.VM("libxl")) == 0:
                return tool.fout.getvalue(), None
            return None, self.complaints[1].strip().splitlines()[-1]
        except Exception:  # what it does not catch ends the process of whoever runs it
            return None, "not caught: " + traceback.format_exc().strip().splitlines()[-1]


def beginning(found, other):
    """Of each kind as much as the other one has."""
    return tuple(own[:len(others)] for own, others in zip(found, other))


def untyped(found):
    return ([(pages, zero, data) for pages, _, zero, data in found[0]], *found[1:])


def digest(octets):
    return hashlib.sha256(octets).hexdigest()[:16]


def content(events, octets):
    """What must be the same on both sides, in order of its kind."""
    pages, clock, params, states, contexts = [], [], {}, [], []
    vcpu = b""
    for event in events:
        if event["event"]["action"] not in ("record", "batch"):
            continue
        own = event["xenscope"]
        kind, fields = own["record"]["type"], own["record"].get("fields", {})
        end = own["offset"] + own["length"]
        # Padding of modern records is no part of a body; legacy elements have none.
        begin = own["offset"] + (8 if own["layer"] == "libxc" else own["length"] - own["record"]["body_length"])
        body = octets[begin:begin + own["record"]["body_length"]]
        if "batch" in own:
            batch = own["batch"]
            types = {name: number for name, number in batch.get("types", {}).items() if name != "xtab"}
            if types:
                data = octets[end - batch["data_bytes"]:end]
                pages.append((batch["pages"], tuple(sorted(types.items())), batch["zero_pages"], digest(data)))
        elif kind in ("TSC_INFO", "X86_TSC_INFO"):
            clock.append(tuple(fields[name] for name in ("mode", "khz", "nsec", "incarnation")))
        elif own["layer"] == "legacy" and own["record"].get("type_id") in PARAMETERS:
            params[PARAMETERS[own["record"]["type_id"]]] = int(fields["value"], 0)
        elif kind == "MAGIC_PFNS":
            params.update({number: int(fields[name], 0) for name, number in MAGIC})
        elif kind == "HVM_PARAMS":
            params.update({entry["index"]: int(entry["value"], 0) for entry in fields["params"]})
        elif kind in ("SHARED_INFO", "HVM_CONTEXT"):
            states.append((kind, digest(body)))
        elif kind in ("QEMU_RECORD", "EMULATOR_CONTEXT"):
            states.append(("device model", fields["sha256"]))
        elif kind == "VCPU_CONTEXT":
            contexts.append(body)
        elif kind in ("X86_PV_VCPU_BASIC", "X86_PV_VCPU_EXTENDED", "X86_PV_VCPU_XSAVE"):
            if kind == "X86_PV_VCPU_BASIC":
                contexts.append(b"")
            contexts[-1] += body[8:]
    return pages, clock, sorted(params.items()), states, contexts


def alike(legacy, modern):
    """Contexts are compared without the head of the XSAVE area, which the converter leaves out."""
    if legacy[:4] != modern[:4] or len(legacy[4]) != len(modern[4]):
        return False
    for one, other in zip(legacy[4], modern[4]):
        cut = len(one) - len(other)
        if cut not in (0, XSAVE_HEAD):
            return False
        xsave = next((at for at in (2800 + EXTENDED, 5168 + EXTENDED) if one[:at] + one[at + cut:] == other), None)
        if one != other and xsave is None:
            return False
    return True


def misjudged(events, width, guest):
    """Why contents may differ: we take the image for another one than it is."""
    judged = [event["xenscope"]["migration"] for event in events if event["event"]["action"] == "migration.end"]
    if judged and judged[0].get("guest") == guest and judged[0].get("toolstack_width", width * 8) == width * 8:
        return None
    return "the change hides width or kind of guest, which we tell from the octets and the converter is told"


def peculiar(events, guest):
    """Why contexts may differ: the converter makes of VCPU_INFO what no receiver would."""
    kinds = [event["xenscope"]["record"]["type"] for event in events if event["event"]["action"] == "record"]
    if guest == "pv" and "E23" in {code for _, code, _ in tools.findings(events)}:
        return "the same pages; without VCPU_INFO it reads no context, receivers read that of VCPU 0"
    if guest == "pv" and kinds.count("VCPU_INFO") > 1:
        return "of a repeated VCPU_INFO it takes both, one behind the other"
    return None


def compare(legacy, octets, converted, modern, complaint, kind):
    """A row of the table, and the reason; None for a difference that nothing explains."""
    found = tools.findings(legacy)
    codes = sorted({code for severity, code, _ in found if severity == "error"})
    refused = bool(codes) or tools.outcome(legacy) != "complete"
    if converted is None:
        if refused:
            return "both refuse", "not converted, and we find errors"
        reason = next((why for pattern, why in DEFECTS if re.search(pattern, complaint)), peculiar(legacy, kind[1]))
        return "converter refuses", reason
    before, after = content(legacy, octets), content(modern, converted)
    all_codes = {code for _, code, _ in found}
    if all_codes & LATER:
        before = beginning(before, after)
    if all_codes & UNTYPED:
        before, after = untyped(before), untyped(after)
    if not alike(before, after):
        if "E20" in codes:
            return "other content", "it takes a negative max_vcpu_id, at which receivers and we stop"
        guessed = misjudged(legacy, *kind)
        return "other content", guessed or (peculiar(legacy, kind[1]) if before[:3] == after[:3] else None)
    if not refused:
        return "both accept", "the same pages, clock, parameters and state"
    explained = codes and all(code in REASONS for code in codes)
    return "converter accepts", ("the same content; it does not check " + "; nor ".join(
        sorted({REASONS[code] for code in codes})) if explained else None)


def told(path):
    """Width of the toolstack and kind of guest."""
    _, _, width, guest, _ = os.path.basename(path).split("-")
    return int(width), guest


def run(folder, count, seed, tell):
    """Compares so many images."""
    converter = Converter()
    paths = tools.mutants(folder, count, seed, "--legacy")
    made = {}
    for path in paths:
        with open(path, "rb") as file:
            octets = file.read()
        width, guest = told(path)
        converted, complaint = converter.convert(octets, width, guest == "pv")
        made[path] = (octets, converted, complaint)
        if converted is not None:
            with open(path + ".libxl", "wb") as file:
                file.write(converted)
    legacy = tools.decode(paths, "--as", "legacy")
    images = [path + ".libxl" for path in paths if made[path][1] is not None]
    modern = tools.decode(images, "--as", "libxl")
    for path in paths:
        octets, converted, complaint = made[path]
        row, reason = compare(legacy[path], octets, converted, modern.get(path + ".libxl"), complaint, told(path))
        kind = "sound" if path.endswith("-sound.bin") else "changed"
        tell((kind, row), reason, path, lambda: f"{complaint}; ours {tools.outcome(legacy[path])}"
             f" {tools.findings(legacy[path])}")
