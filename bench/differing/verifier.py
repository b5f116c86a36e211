"""Images judged by verify-stream-v2 and by us: what is accepted, and which records stand where."""
import io
import re

from . import tools

# What the verifier complains about although receivers take it, or cannot read. Nothing of ours stands at such a place.
DEFECTS = (
    (r"Data not NUL terminated|must be str or None|a bytes-like object is required",
     "refuses every xenstore record with entries, under Python 3"),
)

# What the verifier does not look at, by the finding of ours that makes a stream an error.
NOT_CHECKED = {
    "order of records, and records that are missing or come twice": (
        "GEN-002", "LXL-012", "LXL-013", "LXL-029", "LXL-031", "LXL-035", "LXC-020", "PGD-017", "PVR-001", "PVR-006",
        "PVR-007", "PVR-013", "PVR-025", "HVR-002", "STA-001", "STA-003", "CKP-003", "CKP-007", "CKP-008"),
    "page tables and other pages a receiver looks into": ("PGD-019", "PGD-020"),
    "values inside records: PFNs, widths, VCPU numbers, sizes of contexts, HVM parameters": (
        "PGD-008", "PVR-004", "PVR-008", "PVR-009", "PVR-010", "PVR-012", "PVR-018", "PVR-019",
        "PVR-020", "PVR-021", "PVR-024", "HVR-008", "LXL-034", "CKP-009"),
    "keys and values of xenstore data": ("LXL-020", "LXL-021", "LXL-022", "LXL-023"),
    "anything of the xl header but its magic": (
        "XLH-002", "XLH-003", "XLH-004", "XLH-006", "XLH-007", "XLH-008", "XLH-009", "XLH-010", "XLH-011", "XLH-012", "XLH-013",
        "XLH-014"),
    "lengths beyond what receivers take": ("LXC-013", "LXL-038"),
}
REASONS = {code: reason for reason, codes in NOT_CHECKED.items() for code in codes}
# Where we stop, as receivers do, and the verifier goes on.
GOES_ON = {
    "XLH-002": "goes on behind an xl header of an unknown byte order",
    "XLH-003": "goes on behind an xl header of a big-endian host",
    "XLH-004": "goes on behind unknown mandatory flags of the xl header",
    "LXC-005": "takes a big-endian image for a little-endian one: it masks with the number of the bit",
    "LXL-003": "takes a big-endian stream for a little-endian one: it masks with the number of the bit",
}
CHECKPOINT = ("libxc", 0x0e)


class Verifier:
    """verify-stream-v2 with its table of checks watched: each entry of it is called with a record just read."""

    def __init__(self):
        self.tool = tools.script("verify-stream-v2")
        if self.tool is None:
            raise SystemExit("differential: verify-stream-v2 is not installed (Debian: xen-utils-4.17)")
        self.records = []
        self.complaints = []
        self.tool.info = lambda message: None
        self.tool.err = self.complaints.append
        import xen.migration.libxc
        import xen.migration.libxl
        for layer, module in (("libxc", xen.migration.libxc), ("libxl", xen.migration.libxl)):
            for kind, check in module.record_verifiers.items():
                module.record_verifiers[kind] = self.watched(layer, kind, check)

    def watched(self, layer, kind, check):
        def checked(verifier, content):
            padded = (len(content) + 7) & ~7
            self.records.append((layer, kind, self.tool.fin.tell() - padded - 8, len(content)))
            return check(verifier, content)
        return checked

    def judge(self, octets, wrapping):
        """Its records, the complaint or None, and how far it read."""
        del self.records[:], self.complaints[:]
        self.tool.fin = io.BytesIO(octets)
        status = self.tool.read_stream(wrapping)
        complaint = self.complaints[1].strip().splitlines()[-1] if status else None
        return list(self.records), complaint, self.tool.fin.tell()


def records(events):
    """What the verifier calls a record."""
    return [(own["layer"], own["record"]["type_id"], own["offset"], own["record"]["body_length"])
            for own in (event["xenscope"] for event in events if event["event"]["action"] in ("record", "batch"))
            if own["layer"] in ("libxl", "libxc") and "type_id" in own["record"]]


def compare(octets, events, judged):
    """A row of the table, and the reason; None for a difference that nothing explains."""
    theirs, complaint, read = judged
    ours = records(events)
    errors = [finding for finding in tools.findings(events) if finding[0] == "error"]
    refused = bool(errors) or tools.outcome(events) != "complete"
    kinds = [record[:2] for record in theirs]
    if CHECKPOINT in kinds:
        until = kinds.index(CHECKPOINT) + 1
        same = ours[:until] == theirs[:until]
        return "checkpoints", "follows no checkpoints; the same records up to the first one" if same else None
    if ours[:len(theirs)] != theirs:
        begin = theirs[-1][2]
        # A record longer than any real one is no record to us, but a finding.
        unbelieved = any(begin <= (offset or 0) <= begin + 8 for _, _, offset in errors)
        if complaint and unbelieved and ours[:len(theirs) - 1] == theirs[:-1]:
            return "both refuse", "at the same place"
        return "other records", GOES_ON.get(errors[0][1]) if errors else None
    if complaint is None:
        if len(ours) != len(theirs) and not any(code == "GEN-003" for _, code, _ in tools.findings(events)):
            return "other records", None
        if not refused:
            return "both accept", "the same records"
        codes = sorted({code for _, code, _ in errors})
        reasons = sorted({REASONS[code] for code in codes if code in REASONS})
        explained = codes and all(code in REASONS for code in codes)
        return "verifier accepts", "does not check " + "; nor ".join(reasons) if explained else None
    if not octets and refused:
        return "both refuse", "an empty file"
    begin = theirs[-1][2] if theirs else 0
    here = [severity for severity, _, offset in tools.findings(events)
            if offset is not None and (begin <= offset <= read or read >= len(octets) <= offset)]
    verdict = "both refuse" if refused else "verifier refuses"
    if "error" in here:
        return verdict, "at the same place"
    if here:
        return verdict, f"where we {'warn' if 'warn' in here else 'note'}: receivers take it"
    for pattern, defect in DEFECTS:
        if re.search(pattern, complaint):
            return verdict, defect
    return verdict, None


def run(folder, count, seed, tell):
    """Compares so many streams."""
    verifier = Verifier()
    paths = tools.mutants(folder, count, seed)
    for wrapping in ("xl", "libxl", "libxc"):
        chosen = [path for path in paths if f"-{wrapping}-" in path]
        events = tools.decode(chosen, "--as", wrapping, "--detail", "summary")
        for path in chosen:
            with open(path, "rb") as file:
                octets = file.read()
            judged = verifier.judge(octets, wrapping)
            row, reason = compare(octets, events[path], judged)
            kind = "sound" if path.endswith("-sound.bin") else "changed"
            tell((kind, row), reason, path,
                 lambda: f"{judged[1]}, read {judged[2]} of {len(octets)}; {judged[0][-2:]}; ours {records(events[path])[-3:]}"
                         f" {tools.outcome(events[path])} {tools.findings(events[path])}")
