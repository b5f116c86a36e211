"""What the checks of this folder share: running xenscope, and the account they end with."""
import argparse
import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True


class Decoded:
    """The events of one input, the exit code, and what went to standard error."""

    def __init__(self, command, source, *options, octets=None):
        run = subprocess.run(command + ["decode", *options, "-" if octets is not None else str(source)],
                             input=octets, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.events = [json.loads(line) for line in run.stdout.splitlines()]
        self.code = run.returncode
        self.messages = run.stderr.decode().strip()


def options(doc, add=lambda parser: None):
    """The options of a check: the folders to look through, the command to run, and what {@code add} adds."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    launcher = pathlib.Path(__file__).resolve().parent.parent / "xenscope"
    parser.add_argument("--xenscope", default=str(launcher), help="command to run (default: %(default)s)")
    add(parser)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    given = parser.parse_args()
    given.command = given.xenscope.split()
    return given


class Account:
    """Prints what was checked line by line, counts, and ends with the exit code: 0 when all agree and there was any."""

    def __init__(self):
        self.checked = self.failed = 0

    def line(self, problem, text):
        self.checked += 1
        self.failed += problem is not None
        print(f"{'ok  ' if problem is None else 'DIFF'} {text}" + (f"\n     {problem}" if problem else ""))
        sys.stdout.flush()

    def end(self):
        print(f"{self.checked - self.failed} passed, {self.failed} failed")
        return 0 if self.failed == 0 and self.checked else 1
