#!/usr/bin/env python3
"""How fast a large file goes over loopback with TLS and digests, against scp with AES-128-GCM in the same run.

    cmake --preset bench && cmake --build --preset bench
    tests/bench/compare_scp.py [--build build/bench] [--gib 4] [--runs 5] [--place /dev/shm]

Source and destination are in a memory file system, so that no disk is measured. The runs of both alternate. A run of
Landline is the time from the command `send` to the event `transfer-finished` at the sender: offer, answer, data
connection, content, digest, flush, rename, acknowledgement. A run of scp is its whole process. Meanwhile a message to
the server every 20 ms measures the round trip of the chat: from `message` to `delivered`.
"""

import argparse
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid

from programs import Program


def make_source(path, size):
    """Random octets: a block, repeated with its number in front, so that no two are equal."""
    block = os.urandom(8 * 1024 * 1024 - 8)
    with open(path, "wb") as file:
        number = 0
        while size > 0:
            piece = (number.to_bytes(8, "big") + block)[:size]
            file.write(piece)
            size -= len(piece)
            number += 1


class Sshd:
    """An sshd of our own on a free loopback port, with keys that are thrown away, for the user who runs this."""

    def __init__(self, place):
        self.place = place
        self.key = place / "user_key"
        for name in ("host_key", "user_key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place / name], check=True)
        shutil.copy(place / "user_key.pub", place / "authorized_keys")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (place / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {place}/host_key\n"
            f"AuthorizedKeysFile {place}/authorized_keys\nStrictModes no\nUsePAM no\nPidFile none\n"
            "PermitRootLogin yes\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n"
        )
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)  # sshd insists on it when root starts it
        self.log = open(place / "sshd.log", "wb")
        self.process = subprocess.Popen(
            [shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", place / "sshd_config"], stderr=self.log
        )
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit("sshd does not start: " + (place / "sshd.log").read_text())
                time.sleep(0.05)

    def copy(self, source, destination):
        began = time.perf_counter()
        subprocess.run(
            ["scp", "-q", "-F", "none", "-c", "aes128-gcm@openssh.com", "-P", str(self.port), "-i", self.key,
             "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
             source, f"127.0.0.1:{destination}"],
            check=True, stdin=subprocess.DEVNULL,
        )
        return time.perf_counter() - began

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


class Chatter:
    """Sends a message every 20 ms and notes how long each takes until it is delivered."""

    def __init__(self, program):
        self.program = program
        self.sent = {}
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

    def __exit__(self, *_):
        self._running.clear()
        self._thread.join()


class Landline:
    def __init__(self, build, place):
        self.saved = place / "received"
        self.server = Program(
            [build / "server/landline-server", "--profile", place / "server", "--save-dir", self.saved,
             "--listen", "127.0.0.1:0", "--access", "open", "--accept", "all", "--name", "bench"]
        )
        port = self.server.expect("listening")["port"]
        self.client = Program(
            [build / "client/landline-client", "--profile", place / "client", "--save-dir", place / "unused",
             "--connect", f"127.0.0.1:{port}", "--name", "sender", "--stay"]
        )
        self.client.expect("connected")
        self.client.expect("peer-joined", server=True)
        self.chatter = Chatter(self.client)

    def copy(self, source):
        with self.chatter:
            began = time.perf_counter()
            self.client.command(command="send", to="server", paths=[str(source)])
            finished = self.client.expect("transfer-finished", timeout=300)
            seconds = time.perf_counter() - began
        return seconds, finished["seconds"]

    def stop(self):
        self.client.quit()
        self.server.quit()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--gib", type=float, default=4)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--place", type=pathlib.Path, default=pathlib.Path("/dev/shm"))
    options = parser.parse_args()
    size = int(options.gib * 1024**3)
    with tempfile.TemporaryDirectory(prefix="landline-bench.", dir=options.place) as folder:
        place = pathlib.Path(folder)
        free = shutil.disk_usage(place).free
        if free < 2 * size + 2**26:
            raise SystemExit(f"{options.place} has {free / 2**30:.1f} GiB free; twice the file is needed")
        source = place / "source.bin"
        make_source(source, size)
        sshd = Sshd(place)
        landline = Landline(options.build, place)
        ours, ours_data, scp = [], [], []
        try:
            for run in range(options.runs):
                seconds, data_seconds = landline.copy(source)
                ours.append(seconds)
                ours_data.append(data_seconds)
                if run == 0:
                    subprocess.run(["cmp", source, landline.saved / source.name], check=True)
                (landline.saved / source.name).unlink()
                scp.append(sshd.copy(source, place / "copied.bin"))
                (place / "copied.bin").unlink()
                print(f"run {run + 1}: landline {size / ours[-1] / 1e6:.0f} MB/s, scp {size / scp[-1] / 1e6:.0f} MB/s",
                      file=sys.stderr)
            memory = {name: getattr(landline, name).memory_kib("VmHWM") / 1024 for name in ("client", "server")}
        finally:
            landline.stop()
            sshd.stop()
        trips = sorted(landline.chatter.round_trips_ms)
        print(json.dumps({
            "octets": size,
            "runs": options.runs,
            "landline_mb_s": round(size / statistics.median(ours) / 1e6),
            "landline_data_mb_s": round(size / statistics.median(ours_data) / 1e6),
            "scp_mb_s": round(size / statistics.median(scp) / 1e6),
            "ratio": round(statistics.median(scp) / statistics.median(ours), 2),
            "client_vmhwm_mib": round(memory["client"], 1),
            "server_vmhwm_mib": round(memory["server"], 1),
            "chat_messages": len(trips),
            "chat_lost": len(landline.chatter.sent),
            "chat_p50_ms": round(trips[len(trips) // 2], 2),
            "chat_p99_ms": round(trips[min(len(trips) - 1, len(trips) * 99 // 100)], 2),
            "chat_worst_ms": round(trips[-1], 2),
        }, indent=2))


if __name__ == "__main__":
    main()
