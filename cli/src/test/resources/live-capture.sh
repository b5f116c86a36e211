#!/bin/bash
# Sends a stream over a veth pair between two network namespaces and captures it twice at the same place: with the
# command under test and with tcpdump. Run it with 'unshare -n' as root.
#   live-capture.sh FOLDER STREAM XENSCOPE…
# Ends with 77 where the machine does not allow it: no veth pair, no capturing by tcpdump, or not of all packets.
# Leaves in FOLDER: live.ndjson and ours.pcapng, written by the command; theirs.pcap, written by tcpdump.
set -eu
folder=$1 stream=$2
shift 2

ip link set lo up
ip link add sending type veth peer name receiving || exit 77
unshare -n sleep 120 &
namespace=$!
trap 'kill $namespace' EXIT
for _ in $(seq 50); do
    [ "$(readlink /proc/$namespace/ns/net)" != "$(readlink /proc/$$/ns/net)" ] && break
    sleep 0.1
done
ip link set receiving netns $namespace
ip addr add 10.9.0.1/24 dev sending
ip link set sending up
inside() { nsenter -t $namespace -n "$@"; }
inside ip addr add 10.9.0.2/24 dev receiving
inside ip link set receiving up

inside python3 -c '
import hashlib, socket, sys
with socket.create_server(("10.9.0.2", 4100)) as server:
    connection, _ = server.accept()
    digest = hashlib.sha256()
    while octets := connection.recv(1 << 20):
        digest.update(octets)
    if digest.digest() != hashlib.sha256(open(sys.argv[1], "rb").read()).digest():
        sys.exit("the octets received differ")
' "$stream" &
receiver=$!
tcpdump -i sending -s 0 -B 65536 --time-stamp-precision=nano -U -w "$folder/theirs.pcap" tcp 2>"$folder/tcpdump.log" &
tcpdump=$!
"$@" capture -i sending -f tcp -w "$folder/ours.pcapng" --out "file:$folder/live.ndjson" 2>"$folder/xenscope.log" &
xenscope=$!

until_said() {
    for _ in $(seq 300); do
        grep -q "$2" "$1" 2>/dev/null && return
        sleep 0.1
    done
    echo "$1 never says: $2" >&2
    return 1
}
until_said "$folder/tcpdump.log" 'listening on' || exit 77
until_said "$folder/xenscope.log" 'capturing on'
python3 -c '
import socket, sys
with socket.create_connection(("10.9.0.2", 4100)) as connection:
    connection.sendall(open(sys.argv[1], "rb").read())
' "$stream"
wait $receiver
until_said "$folder/live.ndjson" 'migration.end'
# On a busy machine tcpdump writes long after the last packet.
size=-1
until [ "$size" = "$(stat -c %s "$folder/theirs.pcap")" ]; do
    size=$(stat -c %s "$folder/theirs.pcap")
    sleep 2
done
kill $xenscope $tcpdump
wait $tcpdump || true
wait $xenscope
# What tcpdump has lost cannot be compared.
grep -q '^0 packets dropped by kernel' "$folder/tcpdump.log" || exit 77
