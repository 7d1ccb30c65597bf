#!/usr/bin/env python3
"""Landline beside scp, the rsync daemon, nc, socat and a bare OpenSSL loop, over loopback: seconds, processor time, memory.

    cmake --preset bench && cmake --build --preset bench
    tests/bench/compare.py [--quick] [--rounds 5] [--tools landline,scp] [--workloads big,small,medium]
                           [--targets memory,disk] [--json FILE] [--check]
    tests/bench/compare.py --million

Three workloads (one file of 4 GiB, 10,000 files of 4 KiB in folders, 100 files of 10 MiB) on a memory file system and on
a disk; a tenth of that with --quick. The tools take turns, in reversed order every other round; the table shows
medians. A run is the time from the start of the command until everything is there: of Landline from the command `send` to
`transfer-finished`, which the receiver's acknowledgement of the last verified and flushed file ends; of scp and rsync
that of the client's process; of the others until both sides have ended. Each first run is compared octet by octet with
what was sent, the others too with --check-all. On the disk `sync` follows each run, and "on disk" has its time added:
Landline flushes what it acknowledges, the others leave that for later.

Processor time and memory are those of all processes of both sides. While the big file goes to the memory file system
once more, a chat message every 20 ms measures the round trip. Last come the figures that must hold; with --check the
exit code is 1 where one does not. What cannot run here says so in its row.
"""

import argparse
import contextlib
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time

import workloads
from netns import end_in_order
from pair import Pair
from table import print_table, print_verdicts
from tools import OTHERS, BareTlsFlush, Landline, LandlineOnce, filesystem_of

TARGETS = {"memory": "memory file system", "disk": "disk"}
CHAT_RUNS = 5


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--rounds", type=int, default=None, help="5, or 2 with --quick")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--tools", default="", help="the beginnings of their names, with commas")
    parser.add_argument("--workloads", default="big,small,medium")
    parser.add_argument("--targets", default="memory,disk")
    parser.add_argument("--memory-place", type=pathlib.Path, default=pathlib.Path("/dev/shm"))
    parser.add_argument("--disk-place", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()))
    parser.add_argument("--json", type=pathlib.Path, help="all figures of all rounds")
    parser.add_argument("--check", action="store_true", help="exit code 1 where a figure does not hold")
    parser.add_argument("--check-all", action="store_true", help="compare what arrived after every run")
    parser.add_argument("--million", action="store_true", help="only a batch of a million empty and tiny files")
    parser.add_argument("--count", type=int, default=1_000_000, help="so many of them")
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.rounds = options.rounds or (2 if options.quick else 5)
    return options


def why_not(target, place):
    """Why the target cannot be measured in that place, or None."""
    kind = filesystem_of(place)
    if (kind in ("tmpfs", "ramfs")) != (target == "memory"):
        return f"{place} is on {kind}, which is {'no' if target == 'memory' else 'a'} memory file system"
    return None


def run_once(tool, workload, received, on_disk, compare):
    workloads.empty(received)
    if on_disk:
        os.sync()
    took = tool.copy(workload.root, received)
    if on_disk:
        began = time.perf_counter()
        os.sync()
        took.extra["on_disk_seconds"] = took.seconds + time.perf_counter() - began
    if compare:
        workload.check(received / workload.root.name)
    return took


def measure(options, target, place, key):
    """All tools with one workload in one place. Returns {tool: [Took]} or {tool: "why not"}."""
    on_disk = target == "disk"
    workload = workloads.make(key, place / "source", options.quick)
    free = shutil.disk_usage(place).free
    if free < workload.bytes * 1.1 + 2**26:
        raise SystemExit(f"{place} has {free / 2**30:.1f} GiB free: too little for {workload.title}")
    results = {}
    with contextlib.ExitStack() as stack:
        kinds = [kind for kind in (Landline, LandlineOnce, *OTHERS, *([BareTlsFlush] if on_disk else []))
                 if not options.tools or kind.name.startswith(tuple(options.tools.split(",")))]
        ours = []
        if Landline in kinds or LandlineOnce in kinds:
            pair = Pair(options.build, place / "pair")
            stack.callback(pair.stop)
            ours = [kind(options.build, place, pair) for kind in kinds if issubclass(kind, Landline)]
        wanted = ours + [kind(options.build, place) for kind in kinds if not issubclass(kind, Landline)]
        copied = place / "copied"
        copied.mkdir()
        usable = []
        for tool in wanted:
            reason = tool.missing()
            results[tool.name] = [] if reason is None else reason
            usable += [tool] if reason is None else []
        for number in range(options.rounds):
            for tool in usable if number % 2 == 0 else reversed(usable):
                received = tool.pair.saved if tool in ours else copied
                took = run_once(tool, workload, received, on_disk, options.check_all or number == 0)
                results[tool.name].append(took)
                print(f"{workload.title}, {TARGETS[target]}, round {number + 1}: {tool.name} {took.seconds:.3f} s",
                      file=sys.stderr)
                workloads.empty(received)
        chat = None
        if key == "big" and not on_disk and ours:
            chat = measure_chat(ours[0].pair, workload, 1 if options.quick else CHAT_RUNS)
    return {"workload": workload, "target": target, "tools": results, "chat": chat,
            "promises": {tool.name: tool.promises for tool in wanted}}


def measure_chat(pair, workload, runs):
    for _ in range(runs):
        workloads.empty(pair.saved)
        with pair.chatter:
            pair.send([workload.root])
    return pair.chatter.summary()


def measure_million(options):
    """Memory of both sides with a batch of a million files, on the memory file system."""
    with tempfile.TemporaryDirectory(prefix="landline-bench.", dir=options.memory_place) as folder:
        place = pathlib.Path(folder)
        if os.statvfs(place).f_favail < 2.1 * options.count:
            raise SystemExit(f"{options.memory_place} has too few inodes left for {2 * options.count:,} files")
        workload = workloads.make_million(place / "source", options.count)
        pair = Pair(options.build, place / "pair")
        try:
            before = sum(pair.cpu_seconds())
            seconds, finished = pair.send([workload.root], timeout=3600)
            cpu = sum(pair.cpu_seconds()) - before
            peaks = {program: getattr(pair, program).memory_kib("VmHWM") / 1024 for program in ("client", "server")}
        finally:
            pair.stop()
        workload.check(pair.saved / workload.root.name)
    print(json.dumps({"files": workload.files, "seconds": round(seconds, 1), "files_per_second":
                      round(workload.files / seconds), "cpu_seconds": round(cpu, 1),
                      "client_vmhwm_mib": round(peaks["client"], 1), "server_vmhwm_mib": round(peaks["server"], 1),
                      "finished": finished}, indent=2))
    return 0 if max(peaks.values()) < 64 else 1


def as_json(results):
    return [{"workload": each["workload"].title, "target": each["target"], "chat": each["chat"],
             "tools": {name: took if isinstance(took, str) else [vars(one) for one in took]
                       for name, took in each["tools"].items()}} for each in results]


def main():
    options = parse()
    end_in_order()
    if options.million:
        return measure_million(options)
    results = []
    for target in options.targets.split(","):
        base = {"memory": options.memory_place, "disk": options.disk_place}[target]
        reason = why_not(target, base)
        if reason is not None:
            print(f"\nNot measured, {TARGETS[target]}: {reason}")
            continue
        for key in options.workloads.split(","):
            with tempfile.TemporaryDirectory(prefix="landline-bench.", dir=base) as folder:
                results.append(measure(options, target, pathlib.Path(folder), key))
            print_table(results[-1], TARGETS[target], options.rounds)
    if options.json:
        options.json.write_text(json.dumps(as_json(results), indent=1))
    holds = print_verdicts(results)
    return 0 if holds or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
