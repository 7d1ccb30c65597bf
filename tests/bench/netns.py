"""Two network namespaces that are joined by a link of a given quality, and what runs in them."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time

LEFT_ADDRESS, RIGHT_ADDRESS = "10.77.0.1", "10.77.0.2"
IPERF_PORT = 5201

# What a socket may buffer at most, in the namespaces: the usual bounds do not fill a gigabit over 100 ms.
LARGEST_BUFFER = 64 * 2**20


def missing():
    """Why there can be no link here, or None."""
    if os.getuid() != 0:
        return "needs root, to make network namespaces and TUN devices"
    if not os.access("/dev/net/tun", os.R_OK | os.W_OK):
        return "/dev/net/tun is missing"
    if shutil.which("ip") is None:
        return "ip is not installed (Debian: iproute2)"
    return None


class Link:
    """Within a `with`: the namespaces are there and joined. They go at the end, whatever happens."""

    def __init__(self, build, delay_ms, mbit=0, queue_kib=0, loss=0.0, seed=1, buffers=LARGEST_BUFFER,
                 congestion=None):
        self.command = [build / "tests/support/tun_link"]
        self.quality = [f"delay-ms={delay_ms}", f"mbit={mbit}", f"queue-kib={queue_kib}", f"loss={loss}",
                        f"seed={seed}"]
        self.buffers = buffers
        self.congestion = congestion
        self.names = [f"landline-{os.getpid()}-{side}" for side in ("left", "right")]

    def prefix(self, side):
        return ["ip", "netns", "exec", self.names[side]]

    left = property(lambda self: self.prefix(0))
    right = property(lambda self: self.prefix(1))

    def __enter__(self):
        self._stack = contextlib.ExitStack()
        with contextlib.ExitStack() as stack:
            for name in self.names:
                subprocess.run(["ip", "netns", "add", name], check=True)
                stack.callback(subprocess.run, ["ip", "netns", "del", name])
            for side in (0, 1):
                if self.buffers:
                    for name, first, middle in (("tcp_rmem", 4096, 131072), ("tcp_wmem", 4096, 16384)):
                        self._set(side, name, f"{first} {middle} {self.buffers}")
                if self.congestion:
                    self._set(side, "tcp_congestion_control", self.congestion)
            self.forwarder = subprocess.Popen([*self.command, *self.names, *self.quality], stdin=subprocess.PIPE,
                                              stdout=subprocess.PIPE, text=True)
            stack.callback(self._end_forwarder)
            if self.forwarder.stdout.readline().strip() != "ready":
                raise SystemExit(f"{self.command[0]} does not join the namespaces")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self._stack.close()

    def _set(self, side, name, value):
        done = subprocess.run([*self.prefix(side), "sh", "-c", f"echo {value} > /proc/sys/net/ipv4/{name}"])
        if done.returncode != 0:
            hint = "; see net.ipv4.tcp_allowed_congestion_control" if name == "tcp_congestion_control" else ""
            raise SystemExit(f"{name} cannot be {value} in a namespace{hint}")

    def _end_forwarder(self):
        self.forwarder.stdin.close()
        self.forwarder.wait(timeout=10)
        self.forwarder.stdout.close()

    def tell(self, line):
        self.forwarder.stdin.write(line + "\n")
        self.forwarder.stdin.flush()
        return self.forwarder.stdout.readline().strip()

    def counts(self):
        return json.loads(self.tell("counts"))


def _is_listening(pid, port):
    for table in ("tcp", "tcp6"):
        with open(f"/proc/{pid}/net/{table}", encoding="ascii") as lines:
            if any(line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A" for line in lines):
                return True
    return False


def iperf(link, *arguments):
    """Octets per second that iperf3 brings from the left to the right."""
    server = subprocess.Popen([*link.right, "iperf3", "-s", "-1", "-p", str(IPERF_PORT)], stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while not _is_listening(server.pid, IPERF_PORT):
            if time.monotonic() > deadline or server.poll() is not None:
                raise SystemExit("iperf3 -s does not listen")
            time.sleep(0.01)
        client = subprocess.run([*link.left, "iperf3", "-c", RIGHT_ADDRESS, "-p", str(IPERF_PORT), "-J", *arguments],
                                capture_output=True, text=True)
        result = json.loads(client.stdout)
        if "error" in result:
            raise SystemExit(f"iperf3: {result['error']}")
        received = result["end"]["sum_received"]
        server.wait(timeout=60)
        return received["bytes"] / received["seconds"]
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait()


def system_congestion():
    with open("/proc/sys/net/ipv4/tcp_congestion_control", encoding="ascii") as file:
        return file.read().strip()


def end_in_order():
    """A script that is told to end still removes what it has made."""
    def leave(number, _frame):
        raise SystemExit(128 + number)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
