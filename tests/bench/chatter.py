"""Measures the round trip of chat messages while something else goes on."""

import os
import statistics
import threading
import time
import uuid


def stolen_seconds():
    """What the host of a virtual machine has taken from all its processors together since it started."""
    with open("/proc/stat", encoding="ascii") as stat:
        return int(stat.readline().split()[8]) / os.sysconf("SC_CLK_TCK")


def p99(trips):
    return sorted(trips)[min(len(trips) - 1, len(trips) * 99 // 100)]


class Chatter:
    """Within a `with`, which is one run, sends a message to the server every 20 ms and takes the time until each is
    delivered. The 99th percentile of several runs is the median of theirs: where the host takes the processor away for
    tens of milliseconds, that is the host's and is in `stolen_s`.
    """

    def __init__(self, program):
        self.program = program
        self.sent = {}  # not delivered yet
        self.round_trips_ms = []
        self.runs = []  # of each: its 99th percentile in ms, and the seconds that were stolen meanwhile
        self._running = threading.Event()
        program.listeners.append(self._on_event)

    def _on_event(self, event, now):
        if event["event"] == "delivered" and event["id"] in self.sent:
            self.round_trips_ms.append((now - self.sent.pop(event["id"])) * 1000)

    def _talk(self):
        while self._running.is_set():
            message = str(uuid.uuid4())
            self.sent[message] = time.perf_counter()
            self.program.command(command="message", to="server", text="tick", id=message)
            time.sleep(0.02)

    def __enter__(self):
        self._first = len(self.round_trips_ms)
        self._stolen = stolen_seconds()
        self._running.set()
        self._thread = threading.Thread(target=self._talk)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._running.clear()
        self._thread.join()
        deadline = time.monotonic() + 5
        while self.sent and time.monotonic() < deadline:
            time.sleep(0.01)
        if trips := self.round_trips_ms[self._first:]:
            self.runs.append((p99(trips), stolen_seconds() - self._stolen))

    def summary(self):
        trips = sorted(self.round_trips_ms)
        if not trips:
            raise SystemExit("no chat message was delivered")
        return {
            "messages": len(trips),
            "lost": len(self.sent),
            "p50_ms": trips[len(trips) // 2],
            "p99_ms": statistics.median(of_run for of_run, _ in self.runs),
            "p99_of_runs_ms": [of_run for of_run, _ in self.runs],
            "stolen_s": [stolen for _, stolen in self.runs],
            "worst_ms": trips[-1],
        }
