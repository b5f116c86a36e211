"""Where the other programs are, and ours in one process for many files."""
import glob
import importlib.machinery
import importlib.util
import json
import os
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
XENSCOPE = shlex.split(os.environ.get("XENSCOPE", ROOT + "/xenscope"))


def script(name):
    """A program of Xen's tools as a module: loaded once, run on thousands of inputs."""
    found = sorted(glob.glob(f"/usr/lib/xen-*/bin/{name}") + glob.glob(f"/usr/libexec/xen/bin/{name}"))
    if not found:
        return None
    python = os.path.join(os.path.dirname(os.path.dirname(found[-1])), "lib/python")
    if python not in sys.path:
        sys.path.insert(0, python)
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), found[-1])
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


def mutants(folder, count, seed, *options):
    """Writes streams and gives their paths."""
    subprocess.run([ROOT + "/samples/generate", "mutants", "--count", str(count), "--seed", str(seed), *options, folder],
                   check=True)
    return sorted(glob.glob(folder + "/*.bin"))


def decode(paths, *options):
    """Events by file, all files in one process."""
    events = {path: [] for path in paths}
    run = subprocess.Popen([*XENSCOPE, "decode", *options, *paths], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with run.stdout:
        for line in run.stdout:
            event = json.loads(line)
            events[event["file"]["path"]].append(event)
    complaints = run.stderr.read().decode(errors="replace")
    if run.wait() not in (0, 1, 2) or "Exception" in complaints:
        raise SystemExit("differential: xenscope failed: " + complaints[-2000:])
    return events


def findings(events):
    """(severity, code, offset or None), in order."""
    return [(event["xenscope"]["expert"]["severity"], event["xenscope"]["expert"]["code"], event["xenscope"].get("offset"))
            for event in events if event["event"]["action"] == "expert"]


def outcome(events):
    """How the migration ended; None where nothing was recognised."""
    ends = [event["xenscope"]["outcome"] for event in events if event["event"]["action"] == "migration.end"]
    return ends[0]["result"] if ends and isinstance(ends[0], dict) else ends[0] if ends else None


def test_classes(module):
    """Class path of a module with its tests; built unless CLASSES has it."""
    if "CLASSES" in os.environ:
        return os.environ["CLASSES"]
    return subprocess.run(["bash", "-c", f". '{ROOT}/bench/test-classes' && test_classes {module}"],
                          stdout=subprocess.PIPE, check=True, text=True).stdout
