"""A headless Landline program under a script: events in, commands out."""

import json
import queue
import subprocess
import threading
import time


class Program:
    """Starts `command` with --headless --json; a thread reads its events as they come."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            [command[0], "--headless", "--json", *command[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.pid = self.process.pid
        self.listeners = []  # called with (event, time) in the reading thread
        self._events = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            now = time.perf_counter()
            event = json.loads(line)
            for listener in list(self.listeners):
                listener(event, now)
            self._events.put(event)
        self._events.put(None)

    def command(self, **keys):
        self.process.stdin.write(json.dumps(keys) + "\n")
        self.process.stdin.flush()

    def expect(self, name, timeout=60.0, **keys):
        """The next event `name` whose keys have these values; others before it are passed over."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise SystemExit(f"{self.process.args[0]}: no {name} {keys} within {timeout:.0f} s") from None
            if event is None:
                raise SystemExit(f"{self.process.args[0]} ended with {self.process.wait()} before {name}")
            if event["event"] in ("error", "transfer-failed") and event["event"] != name:
                raise SystemExit(f"{self.process.args[0]}: {event}")
            if event["event"] == name and all(event.get(key) == value for key, value in keys.items()):
                return event

    def memory_kib(self, figure):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(figure + ":"):
                    return int(line.split()[1])
        raise SystemExit(f"/proc/{self.pid}/status has no {figure}")

    def quit(self):
        if self.process.poll() is None:
            self.command(command="quit")
            self.process.wait(timeout=30)
