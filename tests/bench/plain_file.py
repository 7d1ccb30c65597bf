#!/usr/bin/env python3
"""A plain file (`name&size`, `ok`, octets) beside nc that writes a file, over loopback: time, processor time, memory.

    cmake --preset bench && cmake --build --preset bench
    tests/bench/plain_file.py [--quick] [--rounds 5] [--ways nc,server,client] [--targets memory,disk] [--check]

One file of 2 GiB (256 MiB with --quick) in three ways, which take turns, in reversed order every other round:

    nc          nc -N < FILE            ->  nc -l > COPY
    server      nc -N < FILE            ->  landline-server --plain files
    client      landline-client --plain ->  plain_receiver, which reads and writes as nc does

FILE begins with its header and a line feed, so that the same octets go to nc and to the server. Ours run already and
are connected: the time counts from the start of nc, or from the command `send`, until the receiver has written all of it or
the server has said `transfer-finished`. The first copies are compared octet by octet. The tables show medians.

On a disk the server has flushed the file when it says so, the others leave that for later; so `sync` follows each run,
and "on disk" has its time added. There the bound is for that figure, as only then the same is done. Run it all under
`nice -n -5` where the machine has other things to do.
"""

import argparse
import contextlib
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import workloads
from compare import TARGETS, why_not
from netns import end_in_order
from programs import Program
from table import print_rows
from tools import Nc, Took, Tool, free_port, wait_until_listening

NAME = "big.bin"
UNREAD = ("progress",)
SLOWEST = 0.9  # times nc
MOST_MIB = 64.0


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--rounds", type=int, default=None, help="5, or 2 with --quick")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--ways", default="nc,server,client", help="nc has to be one of them")
    parser.add_argument("--targets", default="memory,disk")
    parser.add_argument("--memory-place", type=pathlib.Path, default=pathlib.Path("/dev/shm"))
    parser.add_argument("--disk-place", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()))
    parser.add_argument("--check", action="store_true", help="exit code 1 where a figure does not hold")
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.rounds = options.rounds or (2 if options.quick else 5)
    return options


class Source:
    """The file, and the same behind its header."""

    def __init__(self, place, size):
        place.mkdir()
        self.size = size
        self.file = place / NAME
        self.headed = place / "headed"
        self.header = f"{NAME}&{size}\n".encode()
        workloads.write_random(self.file, size, os.urandom(workloads.BLOCK - 8))
        with open(self.headed, "wb") as headed, open(self.file, "rb") as file:
            headed.write(self.header)
            shutil.copyfileobj(file, headed, workloads.BLOCK)

    def check(self, copy, skipped=0):
        if subprocess.run(["cmp", "-i", f"0:{skipped}", self.file, copy]).returncode != 0:
            raise SystemExit(f"{copy} is not what was sent")


class Way(Tool):
    """One way of the file. `copied` is where it ends, behind so many octets that are not the file."""

    skipped = 0

    def __init__(self, build, place, source):
        super().__init__(build, place)
        self.source = source
        self.received = self.place / "received"
        self.received.mkdir()

    @property
    def copied(self):
        return self.received / NAME

    def send_by_nc(self, port):
        with open(self.source.headed, "rb") as headed:
            command = [self.measured, self.place / "sender.json", "nc", "-N", "127.0.0.1", str(port)]
            return subprocess.Popen(command, stdin=headed, stdout=subprocess.DEVNULL)

    def stop(self):
        pass


class ByNc(Way):
    name = "nc"

    def copy(self):
        port = free_port()
        with open(self.copied, "wb") as copied:
            receiver = self.start("receiver", ["nc", "-l", "127.0.0.1", str(port)], stdout=copied)
        wait_until_listening(port, receiver, self.place / "receiver.log")
        began = time.perf_counter()
        sender = self.send_by_nc(port)
        self.finish("sender", sender)
        self.finish("receiver", receiver)
        return self.took(time.perf_counter() - began)

    @property
    def skipped(self):
        return len(self.source.header)


class ToServer(Way):
    name = "server"

    def __init__(self, build, place, source):
        super().__init__(build, place, source)
        self.log = open(self.place / "server.log", "wb")
        self.server = Program(
            [build / "server/landline-server", "--profile", self.place / "profile", "--save-dir", self.received,
             "--listen", "127.0.0.1:0", "--accept", "all", "--plain", "files", "--discovery", "off"],
            ignored=UNREAD, log=self.log,
        )
        self.port = self.server.expect("listening")["port"]

    def copy(self):
        self.server.forget_peak()
        before = self.server.cpu_seconds()
        began = time.perf_counter()
        sender = self.send_by_nc(self.port)
        finished = self.server.expect("transfer-finished")
        seconds = time.perf_counter() - began
        self.finish("sender", sender)
        if finished["stored"] != 1:
            raise SystemExit(f"not stored: {finished}")
        report = self.report("sender")
        cpu = report["cpu_seconds"] + self.server.cpu_seconds() - before
        return Took(seconds, cpu, report["peak_kib"], self.server.memory_kib("VmHWM"), {"ours_kib": "receiver_kib"})

    def stop(self):
        self.server.quit()
        self.log.close()


class FromClient(Way):
    name = "client"

    def copy(self):
        port = free_port()
        binary = self.build / "tests/bench/plain_receiver"
        receiver = self.start("receiver", [binary, str(port), self.copied], stdout=subprocess.PIPE)
        wait_until_listening(port, receiver, self.place / "receiver.log")
        with open(self.place / "client.log", "ab") as log:
            client = Program(
                [self.build / "client/landline-client", "--profile", self.place / "profile", "--save-dir", self.place,
                 "--plain", "--connect", f"127.0.0.1:{port}", "--stay"],
                ignored=UNREAD, log=log,
            )
        try:
            client.expect("peer-joined", server=True)
            before = client.cpu_seconds()
            began = time.perf_counter()
            client.command(command="send", to="server", paths=[str(self.source.file)])
            client.expect("transfer-finished")
            receiver.stdout.readline()  # "written"
            seconds = time.perf_counter() - began
            cpu, peak = client.cpu_seconds() - before, client.memory_kib("VmHWM")
        finally:
            client.quit()
        self.finish("receiver", receiver)
        receiver.stdout.close()
        report = self.report("receiver")
        return Took(seconds, cpu + report["cpu_seconds"], peak, report["peak_kib"], {"ours_kib": "sender_kib"})


WAYS = (ByNc, ToServer, FromClient)


def run_once(way, on_disk, compare):
    workloads.empty(way.received)
    if on_disk:
        os.sync()
    took = way.copy()
    took.extra["on_disk_seconds"] = took.seconds
    if on_disk:
        began = time.perf_counter()
        os.sync()
        took.extra["on_disk_seconds"] += time.perf_counter() - began
    if compare:
        way.source.check(way.copied, way.skipped)
    workloads.empty(way.received)
    return took


def measure(options, target, place):
    """{name of the way: [Took]}"""
    size = 2**28 if options.quick else 2**31
    free = shutil.disk_usage(place).free
    if free < 3.2 * size:
        raise SystemExit(f"{place} has {free / 2**30:.1f} GiB free: too little for three files of {size / 2**30:g} GiB")
    source = Source(place / "source", size)
    kinds = [way for way in WAYS if way.name in options.ways.split(",")]
    results = {way.name: [] for way in kinds}
    with contextlib.ExitStack() as stack:
        ways = []
        for kind in kinds:
            ways.append(kind(options.build, place, source))
            stack.callback(ways[-1].stop)
        for number in range(options.rounds):
            for way in ways if number % 2 == 0 else reversed(ways):
                took = run_once(way, target == "disk", number == 0)
                results[way.name].append(took)
                print(f"{TARGETS[target]}, round {number + 1}: {way.name} {took.seconds:.3f} s", file=sys.stderr)
    return size, results


def median(took, figure):
    return statistics.median(figure(one) for one in took)


def print_results(target, size, results):
    """Prints a table. Returns [(what, measured, sign, bound)]."""
    speed = {name: median(took, lambda one: one.seconds) for name, took in results.items()}
    on_disk = {name: median(took, lambda one: one.extra["on_disk_seconds"]) for name, took in results.items()}
    rows = [["", "seconds", "on disk", "MB/s", "times nc", "on disk, times nc", "cpu s", "sender MiB", "receiver MiB"]]
    verdicts = []
    for name, took in results.items():
        rows.append([
            name, f"{speed[name]:.3f}", f"{on_disk[name]:.3f}", f"{size / speed[name] / 1e6:.0f}",
            f"{speed['nc'] / speed[name]:.2f} x", f"{on_disk['nc'] / on_disk[name]:.2f} x",
            f"{median(took, lambda one: one.cpu_seconds):.2f}",
            f"{max(one.sender_kib for one in took) / 1024:.1f}", f"{max(one.receiver_kib for one in took) / 1024:.1f}",
        ])
        if name != "nc":
            peak = max(getattr(one, one.extra["ours_kib"]) for one in took) / 1024
            verdicts.append((f"{name}, {TARGETS[target]}, times nc", on_disk["nc"] / on_disk[name], ">=", SLOWEST))
            verdicts.append((f"{name}, {TARGETS[target]}, peak memory, MiB", peak, "<", MOST_MIB))
    print(f"\none file of {size / 2**30:g} GiB, {TARGETS[target]}, medians of {len(results['nc'])}\n")
    print_rows(rows)
    return verdicts


def print_verdicts(verdicts):
    """Whether all of them hold."""
    print("\nmust hold\n")
    rows = [["", "measured", "bound", ""]]
    good = True
    for what, measured, sign, bound in verdicts:
        holds = measured >= bound if sign == ">=" else measured < bound
        good = good and holds
        rows.append([what, f"{measured:.2f}", f"{sign} {bound:g}", "holds" if holds else "MISSED"])
    print_rows(rows)
    return good


def main():
    options = parse()
    end_in_order()
    verdicts = []
    for target in options.targets.split(","):
        base = {"memory": options.memory_place, "disk": options.disk_place}[target]
        reason = why_not(target, base)
        if reason is None:
            with tempfile.TemporaryDirectory(prefix="landline-bench.", dir=base) as folder:
                reason = Nc(options.build, pathlib.Path(folder)).missing()
        if reason is not None:
            print(f"\nNot measured, {TARGETS[target]}: {reason}")
            continue
        with tempfile.TemporaryDirectory(prefix="landline-bench.", dir=base) as folder:
            size, results = measure(options, target, pathlib.Path(folder))
        verdicts += print_results(target, size, results)
    holds = print_verdicts(verdicts)
    return 0 if holds or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
