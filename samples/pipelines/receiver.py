#!/usr/bin/env python3
"""Stands in for a log server when pipelines are checked: writes every event it is sent to a file, one a line.

receiver.py syslog|bulk PORTFILE OUT
  syslog: RFC 6587 octet counting over TCP; OUT has the messages of the frames.
  bulk:   the bulk interface of Elasticsearch; OUT has INDEX<TAB>ID<TAB>DOCUMENT. The first
          request gets no answer, as from a server that goes down.
"""
import http.server
import json
import socketserver
import sys

kind, port_file, out_file = sys.argv[1:4]
out = open(out_file, "w", encoding="utf-8")


class Syslog(socketserver.StreamRequestHandler):
    def handle(self):
        while length := b"".join(self.until_space()):
            frame = self.rfile.read(int(length)).decode("utf-8")
            # PRI and version, time, host, application, process, message id, structured data, message.
            out.write(frame.split(" ", 7)[7].rstrip("\n") + "\n")
            out.flush()

    def until_space(self):
        while (octet := self.rfile.read(1)) not in (b" ", b""):
            yield octet


class Bulk(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    unanswered = 0

    def do_HEAD(self):
        self.answer(200, b"")

    do_GET = do_HEAD

    def do_POST(self):
        lines = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8").splitlines()
        if not Bulk.unanswered:
            Bulk.unanswered = 1
            self.close_connection = True
            return
        items = []
        for action, document in zip(lines[::2], lines[1::2]):
            ((verb, where),) = json.loads(action).items()
            out.write(f'{where["_index"]}\t{where["_id"]}\t{document}\n')
            items.append({verb: {"_index": where["_index"], "_id": where["_id"], "status": 201}})
        out.flush()
        self.answer(200, json.dumps({"took": 1, "errors": False, "items": items}).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments):
        pass


handler = {"syslog": Syslog, "bulk": Bulk}[kind]
with (http.server.ThreadingHTTPServer if kind == "bulk" else socketserver.ThreadingTCPServer)(
    ("127.0.0.1", 0), handler
) as server:
    with open(port_file, "w", encoding="ascii") as port:
        port.write(f"{server.server_address[1]}\n")
    server.serve_forever()
