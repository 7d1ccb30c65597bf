"""The programs that Landline stands beside. Each copies a file or a folder over loopback and says what it took.

Everything runs under `measured` (measured.cpp), daemons included, so that processor time and memory are those of all
processes of a side.
"""

import dataclasses
import json
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import time

DATA_BLOCK = 512 * 1024


@dataclasses.dataclass
class Took:
    seconds: float  # from the start of the command until everything is there
    cpu_seconds: float  # of both sides
    sender_kib: float  # peak memory of the largest process
    receiver_kib: float
    extra: dict = dataclasses.field(default_factory=dict)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_listening(port, process, log):
    """Looks without connecting: some take one connection only."""
    wanted = f"0100007F:{port:04X}"
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with open("/proc/net/tcp", encoding="ascii") as table:
            if any(line.split()[1] == wanted and line.split()[3] == "0A" for line in table):
                return
        if process.poll() is not None:
            break
        time.sleep(0.005)
    raise SystemExit(f"{process.args[2]} does not listen: {log.read_text()}")


class Tool:
    name = ""
    promises = ""  # what it does besides copying, for the table
    needs = ()  # commands

    def __init__(self, build, place):
        self.measured = build / "tests/bench/measured"
        self.build = build
        self.place = place / self.name.replace(" ", "-")
        self.place.mkdir()

    def missing(self):
        """Why it cannot run here, or None."""
        absent = [command for command in self.needs if shutil.which(command) is None and not self._in_sbin(command)]
        return f"{', '.join(absent)} not installed" if absent else None

    @staticmethod
    def _in_sbin(command):
        return os.access(f"/usr/sbin/{command}", os.X_OK)

    def start(self, side, command, **options):
        with open(self.place / f"{side}.log", "wb") as log:
            return subprocess.Popen([self.measured, self.place / f"{side}.json", *command], stderr=log,
                                    stdin=subprocess.DEVNULL, **options)

    def finish(self, side, process, any_code=False):
        code = process.wait(timeout=900)
        if code != 0 and not any_code:
            raise SystemExit(f"{self.name}, {side}: exit code {code}: {(self.place / f'{side}.log').read_text()}")

    def report(self, side):
        return json.loads((self.place / f"{side}.json").read_text())

    def took(self, seconds):
        sender, receiver = self.report("sender"), self.report("receiver")
        return Took(seconds, sender["cpu_seconds"] + receiver["cpu_seconds"], sender["peak_kib"], receiver["peak_kib"])

    def copy(self, root, destination):
        raise NotImplementedError


class DaemonTool(Tool):
    """One whose receiver is a daemon: started anew for each run, outside of the time that counts."""

    def daemon(self, port, destination):
        raise NotImplementedError

    def client(self, port, root, destination):
        raise NotImplementedError

    def copy(self, root, destination):
        port = free_port()
        daemon = self.start("receiver", self.daemon(port, destination))
        try:
            wait_until_listening(port, daemon, self.place / "receiver.log")
            began = time.perf_counter()
            client = self.start("sender", self.client(port, root, destination))
            self.finish("sender", client)
            seconds = time.perf_counter() - began
        finally:
            daemon.terminate()
            self.finish("receiver", daemon, any_code=True)
        return self.took(seconds)


class Scp(DaemonTool):
    name = "scp"
    promises = "encrypts"
    needs = ("scp", "sshd", "ssh-keygen")

    def prepare(self):
        for name in ("host_key", "user_key"):
            if not (self.place / name).exists():
                subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.place / name], check=True)
        shutil.copy(self.place / "user_key.pub", self.place / "authorized_keys")
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)  # sshd insists on it when root starts it

    def daemon(self, port, destination):
        self.prepare()
        config = self.place / "sshd_config"
        config.write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {self.place}/host_key\n"
            f"AuthorizedKeysFile {self.place}/authorized_keys\nStrictModes no\nUsePAM no\nPidFile none\n"
            "PermitRootLogin yes\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n"
        )
        return [shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", config]

    def client(self, port, root, destination):
        return ["scp", "-q", "-r", "-F", "none", "-c", "aes128-gcm@openssh.com", "-P", str(port),
                "-i", self.place / "user_key", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                "-o", "LogLevel=ERROR", root, f"127.0.0.1:{destination}/"]


class Rsync(DaemonTool):
    name = "rsync daemon"
    promises = "verifies"
    needs = ("rsync",)

    def daemon(self, port, destination):
        config = self.place / "rsyncd.conf"
        identity = "uid = root\ngid = root\n" if os.getuid() == 0 else ""
        config.write_text(
            f"{identity}use chroot = no\npid file = {self.place}/rsyncd.{port}.pid\nlog file = /dev/null\n"
            f"[bench]\npath = {destination}\nread only = no\n"
        )
        return ["rsync", "--daemon", "--no-detach", f"--config={config}", "--address=127.0.0.1", f"--port={port}"]

    def client(self, port, root, destination):
        return ["rsync", "-rt", root, f"rsync://127.0.0.1:{port}/bench/"]


class Pipe(Tool):
    """Two processes and a connection: a file as it is, a folder through tar."""

    def receiver(self, port):
        raise NotImplementedError

    def sender(self, port):
        raise NotImplementedError

    def copy(self, root, destination):
        port = free_port()
        receive, send = shlex.join(self.receiver(port)), shlex.join(self.sender(port))
        name, folder, into = shlex.quote(root.name), shlex.quote(str(root.parent)), shlex.quote(str(destination))
        if root.is_dir():
            receive, send = f"{receive} | tar -x -C {into}", f"tar -c -C {folder} {name} | {send}"
        else:
            receive, send = f"exec {receive} > {into}/{name}", f"exec {send} < {folder}/{name}"
        receiver = self.start("receiver", ["sh", "-c", receive])
        try:
            wait_until_listening(port, receiver, self.place / "receiver.log")
            began = time.perf_counter()
            sender = self.start("sender", ["sh", "-c", send])
            self.finish("sender", sender)
            self.finish("receiver", receiver)
            seconds = time.perf_counter() - began
        except BaseException:
            receiver.terminate()
            raise
        return self.took(seconds)


class Nc(Pipe):
    name = "nc"
    promises = "-"
    needs = ("nc", "tar")

    def missing(self):
        absent = super().missing()
        if absent is None:
            usage = subprocess.run(["nc", "-h"], capture_output=True, text=True)
            if "OpenBSD" not in usage.stderr + usage.stdout:
                return "nc is not OpenBSD's, whose options are used here"
        return absent

    def receiver(self, port):
        return ["nc", "-l", "127.0.0.1", str(port)]

    def sender(self, port):
        return ["nc", "-N", "127.0.0.1", str(port)]


class Socat(Pipe):
    name = "socat"
    promises = "-"
    needs = ("socat", "tar")

    def receiver(self, port):
        return ["socat", "-u", "-b", str(DATA_BLOCK), f"TCP-LISTEN:{port},bind=127.0.0.1", "STDOUT"]

    def sender(self, port):
        return ["socat", "-u", "-b", str(DATA_BLOCK), "STDIN", f"TCP:127.0.0.1:{port}"]


class BareTls(Tool):
    name = "bare TLS"
    promises = "encrypts, verifies"
    flush = ()

    def missing(self):
        binary = self.build / "tests/bench/bare_tls"
        return None if binary.exists() else f"{binary} is not built"

    def copy(self, root, destination):
        binary = self.build / "tests/bench/bare_tls"
        receiver = self.start("receiver", [binary, "receive", destination, *self.flush], stdout=subprocess.PIPE)
        port = receiver.stdout.readline().decode().strip()
        began = time.perf_counter()
        sender = self.start("sender", [binary, "send", port, root], stdout=subprocess.DEVNULL)
        self.finish("sender", sender)
        self.finish("receiver", receiver)
        seconds = time.perf_counter() - began
        receiver.stdout.close()
        return self.took(seconds)


class BareTlsFlush(BareTls):
    name = "bare TLS, flushing"
    promises = "encrypts, verifies, flushes"
    flush = ("--flush",)


class Landline(Tool):
    """Both programs stay connected; the time is that from the command `send` to `transfer-finished`."""

    name = "landline"
    promises = "encrypts, verifies, flushes"

    def __init__(self, build, place, pair):
        super().__init__(build, place)
        self.pair = pair

    def copy(self, root, destination):
        for program in self.pair.programs:
            program.forget_peak()
        before = sum(self.pair.cpu_seconds())
        seconds, finished = self.pair.send([root])
        cpu = sum(self.pair.cpu_seconds()) - before
        client, server = self.pair.programs
        return Took(seconds, cpu, client.memory_kib("VmHWM"), server.memory_kib("VmHWM"),
                    {"data_seconds": finished.get("seconds"), "finished": finished})


class LandlineOnce(Landline):
    """The client is a process that starts, connects, sends and ends, as scp's does."""

    name = "landline, one command"

    def copy(self, root, destination):
        server = self.pair.server
        server.forget_peak()
        before = server.cpu_seconds()
        began = time.perf_counter()
        client = self.start("sender", self.pair.once([root]), stdout=subprocess.DEVNULL)
        self.finish("sender", client)
        seconds = time.perf_counter() - began
        cpu = server.cpu_seconds() - before
        sender = self.report("sender")
        return Took(seconds, cpu + sender["cpu_seconds"], sender["peak_kib"], server.memory_kib("VmHWM"))


OTHERS = (Scp, Rsync, Nc, Socat, BareTls)


def filesystem_of(path):
    """The kind of file system that holds the path, as /proc/mounts names it."""
    path = pathlib.Path(path).resolve()
    best, kind = pathlib.Path("/"), "unknown"
    with open("/proc/mounts", encoding="utf-8") as mounts:
        for line in mounts:
            _, point, each = line.split()[:3]
            point = pathlib.Path(point.replace("\\040", " "))
            if point in (path, *path.parents) and len(point.parts) >= len(best.parts):
                best, kind = point, each
    return kind
