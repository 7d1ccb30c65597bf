"""Measures the round trip of chat messages while something else goes on."""

import threading
import time
import uuid


class Chatter:
    """Within a `with`, sends a message to the server every 20 ms and takes the time until each is delivered."""

    def __init__(self, program):
        self.program = program
        self.sent = {}  # not delivered yet
        self.round_trips_ms = []
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

    def summary(self):
        trips = sorted(self.round_trips_ms)
        if not trips:
            raise SystemExit("no chat message was delivered")
        return {
            "messages": len(trips),
            "lost": len(self.sent),
            "p50_ms": trips[len(trips) // 2],
            "p99_ms": trips[min(len(trips) - 1, len(trips) * 99 // 100)],
            "worst_ms": trips[-1],
        }
