"""A headless Landline program under a script: events in, commands out."""

import json
import queue
import subprocess
import threading
import time

ENDS_A_WAIT = ("error", "transfer-failed")


class Program:
    """Starts `command` with --headless --json; a thread reads its events as they come.

    `ignored` names events that are dropped unread: a batch of many files has many, and reading them takes processor
    time from what is measured. `prefix` stands before the command: ("ip", "netns", "exec", NAME). What it says on
    standard error goes to `log`, an open file, or to that of the script.
    """

    def __init__(self, command, ignored=(), prefix=(), log=None):
        self.name = str(command[0])
        self.process = subprocess.Popen(
            [*prefix, command[0], "--headless", "--json", *command[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        self.pid = self.process.pid
        self.listeners = []  # called with (event, time) in the reading thread
        self._ignored = tuple(f'{{"event":"{name}"'.encode() for name in ignored)
        self._events = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            if line.startswith(self._ignored):
                continue
            now = time.perf_counter()
            event = json.loads(line)
            for listener in list(self.listeners):
                listener(event, now)
            self._events.put(event)
        self._events.put(None)

    def command(self, **keys):
        self.process.stdin.write(json.dumps(keys).encode() + b"\n")
        self.process.stdin.flush()

    def expect(self, name, timeout=60.0, **keys):
        """The next event `name` whose keys have these values; others before it are passed over."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise SystemExit(f"{self.name}: no {name} {keys} within {timeout:.0f} s") from None
            if event is None:
                raise SystemExit(f"{self.name} ended with {self.process.wait()} before {name}")
            if event["event"] in ENDS_A_WAIT and event["event"] != name:
                raise SystemExit(f"{self.name}: {event}")
            if event["event"] == name and all(event.get(key) == value for key, value in keys.items()):
                return event

    def memory_kib(self, figure):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(figure + ":"):
                    return int(line.split()[1])
        raise SystemExit(f"/proc/{self.pid}/status has no {figure}")

    def forget_peak(self):
        """VmHWM begins anew."""
        with open(f"/proc/{self.pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")

    def cpu_seconds(self):
        """Of all threads, also those that have ended; in nanoseconds, where /proc has hundredths of a second."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def quit(self):
        if self.process.poll() is None:
            self.command(command="quit")
            self.process.wait(timeout=30)
