#!/usr/bin/env python3
"""Landline over links that are slow, long, lossy or cut, beside iperf3.

    cmake --preset bench && cmake --build --preset bench
    tests/bench/links.py [--quick] [--rounds 5] [--links slow,long,lossy,bad,cut] [--json FILE] [--check]

Needs root and /dev/net/tun: two network namespaces (removed at the end) are joined by tests/support/tun_link, which delays,
queues and loses packets from a seed. iperf3 and Landline take turns with the same number of octets, as many as iperf3 moves in
about 12 s (4 s with --quick); rates are of octets that the receiver has got. Landline's time is from the command `send` to
`transfer-finished`, so with all round trips of offer, connection, TLS and acknowledgement, of a file on the memory file
system. Round trips of chat are measured in a transfer of their own.

`bad` (5 % loss, 500 ms) must complete. `cut` cuts the cable in mid-transfer, once for a few seconds and once for longer than
a silent connection is kept: it must resume, and at most a few blocks may cross the link twice.

The namespaces have the system's choice of congestion control, or that of --congestion; sockets there may grow to 64 MiB
(--system-buffers leaves the system's bounds). tun_link carries about 1.4 Gbit/s with one core; the first line says what it is here.
"""

import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import threading
import time

import netns
import workloads
from pair import Pair
from table import print_rows

BLOCK = 4 * 2**20  # of the digests by which a transfer is resumed
CHAT_RUNS = 3


@dataclasses.dataclass
class Kind:
    key: str
    title: str
    link: dict
    at_least: float = 0.0  # times iperf3
    chat_ms: float = 0.0  # bound of the 99th percentile


KINDS = [
    Kind("slow", "100 Mbit/s, 20 ms, 256 KiB queue", {"delay_ms": 10, "mbit": 100, "queue_kib": 256}, 0.9, 60.0),
    Kind("long", "1 Gbit/s, 100 ms, 4 MiB queue", {"delay_ms": 50, "mbit": 1000, "queue_kib": 4096}, 0.9),
    Kind("lossy", "1 Gbit/s, 100 ms, 4 MiB queue, 1 % loss",
         {"delay_ms": 50, "mbit": 1000, "queue_kib": 4096, "loss": 0.01}, 0.8),
]


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--rounds", type=int, default=None, help="5, or 2 with --quick")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--links", default="slow,long,lossy,bad,cut")
    parser.add_argument("--place", type=pathlib.Path, default=pathlib.Path("/dev/shm"))
    parser.add_argument("--system-buffers", action="store_true")
    parser.add_argument("--congestion", help="cubic, bbr, ... for both")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--check", action="store_true", help="exit code 1 where a figure does not hold")
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.rounds = options.rounds or (2 if options.quick else 5)
    options.seconds = 4 if options.quick else 12
    options.wanted = options.links.split(",")
    return options


@contextlib.contextmanager
def joined(options, **quality):
    """A link, and a pair of programs at its ends: the client on the left."""
    if options.system_buffers:
        quality["buffers"] = None
    quality["congestion"] = options.congestion
    with netns.Link(options.build, **quality) as link, \
            tempfile.TemporaryDirectory(prefix="landline-bench.", dir=options.place) as folder:
        place = pathlib.Path(folder)
        pair = Pair(options.build, place / "pair", netns.RIGHT_ADDRESS, link.right, link.left)
        try:
            yield link, pair, place
        finally:
            pair.stop()


def make_file(place, size):
    path = place / "file.bin"
    workloads.write_random(path, size, os.urandom(workloads.BLOCK - 8))
    return workloads.Workload("file", "one file", path, 1, size)


def send(pair, workload, compare):
    workloads.empty(pair.saved)
    seconds, _ = pair.send([workload.root])
    if compare:
        workload.check(pair.saved / workload.root.name)
    return workload.bytes / seconds


def measure(options, kind):
    """Rates of both, in octets per second, and what the chat did."""
    with joined(options, **kind.link) as (link, pair, place):
        has_iperf = shutil.which("iperf3") is not None
        first = netns.iperf(link, "-t", "4") if has_iperf else kind.link["mbit"] * 1e6 / 8
        workload = make_file(place, int(min(max(first * options.seconds, 2**20), 3 * 2**30)))
        ours, theirs = [], []
        for number in range(options.rounds):
            if has_iperf:
                theirs.append(netns.iperf(link, "-n", str(workload.bytes)))
            ours.append(send(pair, workload, number == 0))
            print(f"{kind.title}, round {number + 1}: landline {ours[-1] * 8 / 1e6:.1f} Mbit/s, iperf3 "
                  f"{theirs[-1] * 8 / 1e6 if theirs else 0:.1f}", file=sys.stderr)
        for _ in range(1 if options.quick else CHAT_RUNS):
            workloads.empty(pair.saved)
            with pair.chatter:
                pair.send([workload.root])
        return {"kind": kind, "bytes": workload.bytes, "ours": ours, "theirs": theirs, "chat": pair.chatter.summary(),
                "counts": link.counts()}


def measure_bad(options):
    """A link that loses one packet in twenty, either way, with half a second for a round trip."""
    with joined(options, delay_ms=250, mbit=20, queue_kib=1024, loss=0.05) as (link, pair, place):
        workload = make_file(place, (2 if options.quick else 8) * 2**20)
        rate = send(pair, workload, True)
        return {"what": "5 % loss, 500 ms: completes", "good": True,
                "figures": f"{workload.bytes / 2**20:.0f} MiB with {rate * 8 / 1e6:.1f} Mbit/s, "
                           f"{link.counts()['to_right']['lost']} packets lost"}


def measure_cut(options, seconds):
    """Cuts the cable when a third has crossed it, and joins it so many seconds later."""
    with joined(options, delay_ms=10, mbit=100, queue_kib=256) as (link, pair, place):
        workload = make_file(place, 64 * 2**20)
        workloads.empty(pair.saved)

        def cut():
            while link.counts()["to_right"]["octets"] < workload.bytes / 3:
                time.sleep(0.01)
            link.tell("cut")
            time.sleep(seconds)
            link.tell("join")

        cutter = threading.Thread(target=cut)
        cutter.start()
        took, _ = pair.send([workload.root], timeout=300)
        cutter.join()
        workload.check(pair.saved / workload.root.name)
        crossed = link.counts()["to_right"]["octets"]
        # TCP's and TLS's headers are about 4 %; what was under way is sent again.
        again = crossed - workload.bytes * 1.045
        return {"what": f"cable cut for {seconds} s: resumes", "good": again < 2 * BLOCK,
                "figures": f"{took - seconds:.1f} s besides, {max(again, 0) / 2**20:.1f} MiB crossed twice"}


def print_results(results, others):
    rows = [["link", "landline Mbit/s", "iperf3 Mbit/s", "ratio", "bound", "", "chat p50 / p99 ms", "bound", ""]]
    good = True
    for result in results:
        kind, chat = result["kind"], result["chat"]
        ours = statistics.median(result["ours"])
        theirs = statistics.median(result["theirs"]) if result["theirs"] else None
        fast = theirs is None or ours / theirs >= kind.at_least
        prompt = not kind.chat_ms or chat["p99_ms"] < kind.chat_ms
        good = good and fast and prompt
        rows.append([
            kind.title, f"{ours * 8 / 1e6:.1f}", f"{theirs * 8 / 1e6:.1f}" if theirs else "not installed",
            f"{ours / theirs:.2f}" if theirs else "-", f">= {kind.at_least}",
            ("holds" if fast else "MISSED") if theirs else "not measured",
            f"{chat['p50_ms']:.1f} / {chat['p99_ms']:.1f}", f"< {kind.chat_ms:g}" if kind.chat_ms else "-",
            ("holds" if prompt else "MISSED") if kind.chat_ms else "",
        ])
    if results:
        print(f"\nrates: medians of {len(results[0]['ours'])}\n")
        print_rows(rows)
    if others:
        print()
        print_rows([["", "", ""]] + [[each["what"], "holds" if each["good"] else "MISSED", each["figures"]]
                                     for each in others])
    return good and all(each["good"] for each in others)


def main():
    options = parse()
    reason = netns.missing()
    if reason is not None:
        print(f"Not run: {reason}")
        return 1 if options.check else 0
    netns.end_in_order()
    if shutil.which("iperf3") is None:
        print("iperf3 is not installed (Debian: apt install iperf3): Landline is measured alone")
    else:
        with netns.Link(options.build, delay_ms=0) as link:
            print(f"tun_link carries {netns.iperf(link, '-t', '3') * 8 / 1e9:.2f} Gbit/s here; congestion control: "
                  f"{options.congestion or netns.system_congestion()}")
    results = [measure(options, kind) for kind in KINDS if kind.key in options.wanted]
    others = [measure_bad(options)] if "bad" in options.wanted else []
    if "cut" in options.wanted:
        others += [measure_cut(options, seconds) for seconds in ([5] if options.quick else [5, 40])]
    if options.json:
        options.json.write_text(json.dumps({"links": results, "others": others}, indent=1, default=vars))
    good = print_results(results, others)
    return 0 if good or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
