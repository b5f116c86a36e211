"""Captures of disordered connections, reassembled by tshark, tcpflow and us; what was sent is known."""
import glob
import lzma
import os
import random
import re
import shutil
import socket
import struct
import subprocess

from . import tools

CONNECTIONS = 40
MOST_SAMPLED = 4
SMALL = 130_000
MSS = 1448
SENDER, RECEIVER = "10.0.0.1", "10.0.0.2"
PORT = 45555
FIN, SYN, ACK = 1, 2, 16
MISSING = re.compile(rb"\[(\d+) bytes missing in capture file\]\0")


def checksum(octets):
    octets += b"\0" * (len(octets) & 1)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


class Capture:
    """A pcap file that is written packet by packet."""

    def __init__(self, path):
        self.file = open(path, "wb")
        self.file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        self.micros = 1_700_000_000_000_000

    def packet(self, sport, dport, sequence, acknowledged, flags, payload=b""):
        first = sport != PORT
        source, target = (SENDER, RECEIVER) if first else (RECEIVER, SENDER)
        addresses = socket.inet_aton(source) + socket.inet_aton(target)
        tcp = struct.pack("!HHIIBBHHH", sport, dport, sequence & 0xffffffff, acknowledged & 0xffffffff, 0x50, flags, 0xffff, 0, 0)
        pseudo = addresses + struct.pack("!BBH", 0, 6, len(tcp) + len(payload))
        tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp + payload)) + tcp[18:]
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 40 + len(payload), 0, 0x4000, 64, 6, 0) + addresses
        ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
        frame = b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + tcp + payload
        self.micros += 50
        self.file.write(struct.pack("<IIII", *divmod(self.micros, 1_000_000), len(frame), len(frame)) + frame)


def disordered(chance, kind, octets):
    """Segments as (offset, octets) in the order of capture, and the holes left."""
    segments, at = [], 0
    while at < len(octets):
        count = chance.randint(1, MSS)
        segments.append((at, octets[at:at + count]))
        at += count
    holes = []
    if kind == "lost":
        # The last one stays, so that what is missing lies between.
        lost = sorted(chance.sample(range(1, max(2, len(segments) - 1)), 1)) if len(segments) > 2 else []
        holes = [(segments[i][0], len(segments[i][1])) for i in lost]
        segments = [segment for i, segment in enumerate(segments) if i not in lost]
    if kind in ("reordered", "all"):
        for i in range(0, len(segments) - 4, 5):
            part = segments[i:i + 4]
            chance.shuffle(part)
            segments[i:i + 4] = part
    if kind in ("duplicated", "all"):
        for _ in range(len(segments) // 3):
            i = chance.randrange(len(segments))
            segments.insert(chance.randint(i, min(len(segments), i + 6)), segments[i])
    if kind in ("overlapped", "all"):
        for _ in range(len(segments) // 3):
            i = chance.randrange(len(segments))
            begin = max(0, segments[i][0] - chance.randint(0, 700))
            segments.insert(chance.randint(0, i), (begin, octets[begin:begin + chance.randint(1, MSS)]))
    return segments, holes


def connection(capture, chance, port, kind):
    """Writes one and gives what both sides sent, with its holes, by ports."""
    sequence, answer = chance.choice((chance.getrandbits(32), 0xfffff000)), chance.getrandbits(32)
    octets, answers = chance.randbytes(chance.randint(1, 20_000)), chance.randbytes(chance.randint(1, 300))
    capture.packet(port, PORT, sequence, 0, SYN)
    capture.packet(PORT, port, answer, sequence + 1, SYN | ACK)
    capture.packet(port, PORT, sequence + 1, answer + 1, ACK)
    segments, holes = disordered(chance, kind, octets)
    capture.packet(PORT, port, answer + 1, sequence + 1, ACK, answers)
    for at, payload in segments:
        capture.packet(port, PORT, sequence + 1 + at, answer + 1 + len(answers), ACK, payload)
        if chance.randrange(4) == 0 and not holes:
            capture.packet(PORT, port, answer + 1 + len(answers), sequence + 1, ACK)
    end, back = sequence + 1 + len(octets), answer + 1 + len(answers)
    capture.packet(PORT, port, back, end, ACK)
    capture.packet(port, PORT, end, back, FIN | ACK)
    capture.packet(PORT, port, back, end + 1, FIN | ACK)
    capture.packet(port, PORT, end + 1, back + 1, ACK)
    for at, count in holes:
        octets = octets[:at] + bytes(count) + octets[at + count:]
    return {(port, PORT): (octets, holes), (PORT, port): (answers, [])}


def tshark(path, streams):
    """What "follow TCP stream" gives, by ports; what is missing became zeroes."""
    command = ["tshark", "-n", "-r", path, "-q"]
    for number in range(streams):
        command += ["-z", f"follow,tcp,raw,{number}"]
    out = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    found = {}
    for part in out.split("Filter: tcp.stream eq")[1:]:
        ends = [int(port) for port in re.findall(r"^Node \d: .*:(\d+)$", part, re.M)]
        sides = {False: [], True: []}
        for line in re.findall(r"^\t?[0-9a-f]+$", part, re.M):
            sides[line.startswith("\t")].append(bytes.fromhex(line.strip()))
        for second, pieces in sides.items():
            whole = MISSING.sub(lambda match: bytes(int(match[1])), b"".join(pieces))
            found[tuple(ends[::-1] if second else ends)] = whole
    return found


def tcpflow(path):
    """The files it writes, by ports."""
    folder = path + ".flows"
    subprocess.run(["tcpflow", "-q", "-a", "-o", folder, "-r", path], capture_output=True, check=False)
    found = {}
    for name in glob.glob(folder + "/*"):
        match = re.fullmatch(r".*\.(\d+)-.*\.(\d+)(c\d+)?", os.path.basename(name))
        if match:
            with open(name, "rb") as file:
                found[(int(match[1]), int(match[2]))] = found.get((int(match[1]), int(match[2])), b"") + file.read()
    return found


def ours(classes, paths):
    subprocess.run([*os.environ.get("JAVA", "java").split(), "-cp", classes, "io.xenscope.capture.ReassembledFiles", *paths], check=True)
    found = {}
    for path in paths:
        for name in glob.glob(path + ".ours/*-*"):
            if name.endswith(".gaps"):
                continue
            with open(name, "rb") as file, open(name + ".gaps") as gaps:
                ports = tuple(int(port) for port in os.path.basename(name).split("-"))
                found[(path, ports)] = file.read(), [tuple(map(int, line.split())) for line in gaps]
    return found


def bundled(folder, tell):
    """Compares the smaller sample captures, of which what was sent is not known octet by octet."""
    paths = []
    for name in sorted(glob.glob(tools.ROOT + "/samples/captures/*.xz")):
        if os.path.getsize(name) > SMALL:
            continue
        paths.append(os.path.join(folder, os.path.basename(name)[:-3]))
        with lzma.open(name) as compressed, open(paths[-1], "wb") as plain:
            shutil.copyfileobj(compressed, plain)
    mine = ours(tools.test_classes("capture"), paths)
    for path in paths:
        others = {"tshark": tshark(path, MOST_SAMPLED), "tcpflow": tcpflow(path)}
        for (file, ports), (octets, holes) in sorted(mine.items()):
            if file != path:
                continue
            for name, found in others.items():
                other = found.get(ports, b"")
                same = other == octets
                tell(("samples", f"{name}: " + ("as ours" if same else "other octets")),
                     "the same octets" if same else None, path,
                     lambda: f"{ports}: {len(other)} of {len(octets)}, first other one at {first(other, octets)}, holes {holes}")


def first(one, other):
    """Where they begin to differ."""
    return next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))


def run(folder, count, seed, tell):
    """Compares so many connections, and once the sample captures."""
    for tool in ("tshark", "tcpflow"):
        if shutil.which(tool) is None:
            raise SystemExit(f"differential: {tool} is not installed")
    if seed % 1_000_000 == 0:
        bundled(folder, tell)
    chance = random.Random(seed)
    kinds = ("in order", "reordered", "duplicated", "overlapped", "all", "lost")
    sent, kind_of = {}, {}
    for begin in range(0, count, CONNECTIONS):
        path = f"{folder}/{begin:06}.pcap"
        capture = Capture(path)
        for number in range(min(CONNECTIONS, count - begin)):
            kind = kinds[number % len(kinds)]
            for ports, octets in connection(capture, chance, 20_000 + number, kind).items():
                sent[(path, ports)] = octets
                kind_of[(path, ports)] = kind
        capture.file.close()
    paths = sorted({path for path, _ in sent})
    mine = ours(tools.test_classes("capture"), paths)
    others = {}
    for path in paths:
        streams = len({frozenset(ports) for file, ports in sent if file == path})
        for name, found in (("tshark", tshark(path, streams)), ("tcpflow", tcpflow(path))):
            for ports, octets in found.items():
                others[(name, path, ports)] = octets
    for (path, ports), (octets, holes) in sent.items():
        kind = kind_of[(path, ports)] if ports[1] == PORT else "answers"
        got = mine.get((path, ports), (b"", []))
        same = got == (octets, holes)
        tell((kind, "xenscope: " + ("as sent" if same else "other octets")), "the same octets" if same else None, path,
             lambda: f"{ports}: {len(got[0])} of {len(octets)}, holes {got[1]} of {holes}")
        for name in ("tshark", "tcpflow"):
            other = others.get((name, path, ports), b"")
            same = other == octets
            tell((kind, f"{name}: " + ("as sent" if same else "other octets")), "the same octets" if same else None, path,
                 lambda: f"{ports}: {len(other)} of {len(octets)}, first other one at {first(other, octets)},"
                 f" holes {holes}")
