#!/usr/bin/env python3
"""Kills transfers at random moments and looks at what is left: the promise "resumed after anything" as numbers.

    cmake --preset release && cmake --build build/release --target landline-server landline-client
    tests/bench/kill_transfers.py build/release --kills 300

A server and a client without windows, with profiles of their own, pass a batch over loopback: big files, many small
ones in folders, empty files and folders, all of them made from a seed. Again and again the receiver, the sender, or
both get SIGKILL: within 100 ms after they found each other, anywhere in the middle, and near the end. What was killed
starts again with the same profile (the server on the same port), until the batch is complete; then the next round
begins. What has to hold:

* after each kill, every file under a final name equals its source, and nothing else has a final name;
* each batch completes, by itself, without a question, within --patience seconds;
* once it is complete, every file and folder is there, equal, with its time; no `.landline-*.part` is left;
* what the receiver held when somebody was killed is not sent again but for one block (4 MiB), as the run that completes
  the batch tells by `found`; and the octets that the receiver's process writes twice, by the kernel's count, are at
  most one block for each kill, beside what a round without a kill writes for its books.

Prints a table; exits with 1 if anything did not hold. Ends only processes that it started.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

MIB = 1024 * 1024
BLOCK = 4 * MIB  # what one kill may cost: files/block_digests.h
KINDS = ("receiver", "sender", "both")


class Violation(Exception):
    """Something that has to hold does not."""


class Batch:
    """Files and folders made from a seed. `files` and `folders` map relative paths to where their source lies."""

    def __init__(self, place, size, small_files, seed):
        self.roots = []
        self.files = {}
        self.folders = {}
        self.bytes = 0
        rng = random.Random(seed)
        self._place = place
        place.mkdir(parents=True)
        for number, share in enumerate((0.45, 0.25)):
            self._add(f"big-{number}.bin", rng, int(size * share) + rng.randrange(BLOCK))
        middle = int(size * 0.25 / 12)
        for number in range(12):
            self._add(f"tree/middle/part {number}.dat", rng, middle + rng.randrange(4096))
        for number in range(small_files):
            length = rng.choice((0, 1, 100, 4096, rng.randrange(32768)))
            self._add(f"tree/{number % 10}/{number % 7}/small-{number}.txt", rng, length)
        for empty in ("tree/empty", "tree/3/empty too", "nothing"):
            (place / empty).mkdir(parents=True)
        for folder in sorted(path for path in place.rglob("*") if path.is_dir()):
            self.folders[str(folder.relative_to(place))] = folder
        for number, folder in enumerate(sorted(self.folders.values(), reverse=True)):
            os.utime(folder, (1_500_000_000 + number, 1_500_000_000 + number))
        self.roots = sorted(place.iterdir())

    def _add(self, name, rng, length):
        path = self._place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as file:
            for begin in range(0, length, 8 * MIB):
                file.write(rng.randbytes(min(8 * MIB, length - begin)))
        moment = 1_600_000_000 + len(self.files)
        os.utime(path, (moment, moment))
        self.files[name] = path
        self.bytes += length


def same_octets(one, other):
    with open(one, "rb") as left, open(other, "rb") as right:
        while True:
            octets = left.read(MIB)
            if octets != right.read(MIB):
                return False
            if not octets:
                return True


class Program:
    """One of the two programs through all its lives. A thread reads the events of the present one."""

    def __init__(self, command, errors):
        self._command = command
        self._errors = errors
        self._process = None
        self._reader = None
        self._written_before = 0  # octets, by the lives that are over
        self.changed = threading.Condition()
        self.events = []  # of the present life: (event, when it was read); without `stored`, which are too many
        self.mark = 0  # where those of the present round begin
        self.history = []  # the last of all lives, for the report

    def start(self, more=()):
        with self.changed:
            self.events = []
            self.mark = 0
        self._process = subprocess.Popen(
            [*self._command, *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, args=(self._process, self.events), daemon=True)
        self._reader.start()

    def _read(self, process, events):
        for line in process.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                continue  # half a line, from a killed process
            if event["event"] == "stored":
                continue
            with self.changed:
                events.append((event, time.monotonic()))
                if event["event"] != "progress":
                    self.history = [*self.history[-60:], event]
                self.changed.notify_all()

    def tell(self, **command):
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def seen(self, name, /, since=None, **keys):
        """The first such event from the number `since` on, else of this round, and when it came; or None."""
        with self.changed:
            since = self.mark if since is None else since
            for event, moment in self.events[since:]:
                if event["event"] == name and all(event.get(key) == value for key, value in keys.items()):
                    return event, moment
        return None

    def wait(self, name, seconds, /, since=None, **keys):
        deadline = time.monotonic() + seconds
        while True:
            found = self.seen(name, since, **keys)
            if found:
                return found
            if self._process.poll() is not None:
                raise Violation(f"{self._command[0].name} ended by itself with {self._process.returncode}")
            with self.changed:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise Violation(f"{self._command[0].name}: no {name} within {seconds} s")
                self.changed.wait(min(left, 0.02))

    def written(self):
        """Octets that this program has written to files and pipes (not to sockets), in all its lives."""
        with open(f"/proc/{self._process.pid}/io", encoding="ascii") as counts:
            for line in counts:
                if line.startswith("wchar:"):
                    return self._written_before + int(line.split()[1])
        raise SystemExit("/proc/PID/io has no wchar")

    def strike(self):
        os.kill(self._process.pid, signal.SIGKILL)

    def bury(self):
        """After strike(): waits for the end. The counts can be read until the process is reaped."""
        os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        self._written_before = self.written()
        self._process.wait()
        self._reader.join()

    def end(self):
        if self._process is not None and self._process.poll() is None:
            self.strike()
            self._process.wait()


class Counts:
    def __init__(self, kind):
        self.kind = kind
        self.kills = {"early": 0, "middle": 0, "late": 0}
        self.rounds = 0
        self.anew = 0  # the sender died before it had taken the batch on
        self.untold = 0  # one of them died when all was done, before it could say so
        self.written_again = 0
        self.most_written_again = 0  # in one round, for each of its kills
        self.held = 0  # what the receiver had at the last kill of each round, in octets
        self.sent_again = 0  # of that
        self.violations = []

    def all_kills(self):
        return sum(self.kills.values())


class Trial:
    """Kills of one kind until there are enough."""

    def __init__(self, kind, arguments, batch, place):
        self.counts = Counts(kind)
        self._arguments = arguments
        self._batch = batch
        self._rng = random.Random(f"{arguments.seed}/{kind}")
        self._saved = place / "saved"
        self._place = place
        place.mkdir()
        self._saved.mkdir()
        self._errors = open(place / "errors", "ab")
        direction = arguments.direction
        build = pathlib.Path(arguments.build)
        common = ["--headless", "--json", "--accept", "all"]
        def program(which, name, *options):
            # The receiver saves where we look, the others somewhere else.
            saves = name == {"up": "Room", "down": "desk", "through": "other"}[direction]
            folder = self._saved if saves else place / f"saved by {name}"
            command = [build / which / f"landline-{which}", *common, "--profile", place / name, "--name", name]
            return Program([*command, "--save-dir", folder, *options], self._errors)

        self._server = program("server", "Room", "--access", "open")
        self._client = program("client", "desk", "--stay")
        self._other = program("client", "other", "--stay")
        self._sender, self._receiver, self._receiver_name = {
            "up": (self._client, self._server, "Room"),
            "down": (self._server, self._client, "desk"),
            "through": (self._client, self._other, "other"),
        }[direction]
        self._clients = [self._client, self._other] if direction == "through" else [self._client]
        self._port = 0
        self._known_good = {}  # by path: what stat() said when the file was compared
        self._offered = False  # the sender has told of this round's offer
        self._plain_seconds = 1.0
        self._books = 0  # what the receiver writes in a round without a kill, beyond the batch

    def run(self):
        try:
            self._start_server()
            for client in self._clients:
                self._start_client(client)
            self._round_without_kill()
            while self.counts.all_kills() < self._arguments.kills:
                self._round()
        except Violation as violation:
            self.counts.violations.append(str(violation))
            self._report(violation)
        finally:
            self.end()
            self._errors.close()
        return self.counts

    def end(self):
        for program in (self._client, self._other, self._server):
            program.end()

    # --- The programs ---------------------------------------------------------------------------------------------

    def _start_server(self):
        self._server.start(["--listen", f"127.0.0.1:{self._port}"])
        event, _ = self._server.wait("listening", 30)
        self._port = event["port"]

    def _start_client(self, client):
        client.start(["--connect", f"127.0.0.1:{self._port}"])

    def _wait_for_receiver(self, since=0):
        """Until the sender has seen the receiver (again)."""
        return self._sender.wait("peer-joined", 60, since=since, name=self._receiver_name)

    def _send(self):
        self._wait_for_receiver()
        self._sender.tell(command="send", to=self._receiver_name, paths=[str(root) for root in self._batch.roots])

    # --- Rounds ---------------------------------------------------------------------------------------------------

    def _begin(self):
        for entry in self._saved.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        self._known_good.clear()
        self._offered = False
        for program in (self._sender, self._receiver):
            program.mark = len(program.events)
        self._send()

    def _round_without_kill(self):
        self._begin()
        begin = time.monotonic()
        before = self._receiver.written()
        self._wait_for_end()
        self._plain_seconds = time.monotonic() - begin
        self._receiver.wait("transfer-finished", 30)
        self._books = max(0, self._receiver.written() - before - self._batch.bytes)
        self._check_complete()

    def _round(self):
        before = self._receiver.written()
        self._begin()
        wanted = min(self._rng.randint(1, 6), self._arguments.kills - self.counts.all_kills())
        kills = 0
        held = 0
        self._dead = []
        self._run_begins = self._sender.mark
        since = time.monotonic()  # when both sides knew of each other
        while kills < wanted:
            when = self._rng.choices(("early", "middle", "late"), (1, 2, 3))[0]
            if not self._wait_for_moment(when, since, held):
                break
            self._kill()
            kills += 1
            self.counts.kills[when] += 1
            held = self._check_while_it_runs()
            since = self._restart()
            if since is None:
                break
        if since is not None:
            end, moment = self._wait_for_end()
            if moment < since:
                self.counts.untold += 1  # the kill came when all was done
            else:
                self._receiver.wait("transfer-finished", 30)
                if kills:
                    self._check_costs(kills, held, end, self._receiver.written() - before)
        self._check_complete()
        self.counts.rounds += 1
        self._sender.tell(command="clear-finished")
        self._receiver.tell(command="clear-finished")

    def _wait_for_moment(self, when, since, held):
        """Until it is time to kill. False: the batch was complete before."""
        if when == "early":
            deadline = since + self._rng.uniform(0, 0.1)
        else:
            # From the first figures on: who waits for a connection is not in the middle of anything.
            if not self._watch(lambda: self._sender.seen("progress", self._run_begins), self._arguments.patience):
                return False
            began = self._sender.seen("progress", self._run_begins)[1]
            left = self._plain_seconds * (1 - held / self._batch.bytes)
            deadline = began + self._rng.uniform(0, left)
        if when == "late":
            if not self._watch(lambda: self._share_done() > 0.6, self._arguments.patience):
                return False
            share = self._share_done()
            deadline = time.monotonic() + self._rng.uniform(0, 1.2) * self._plain_seconds * (1 - share)
        return self._watch(lambda: time.monotonic() >= deadline, self._arguments.patience)

    def _share_done(self):
        """Of the batch, as the sender told last."""
        with self._sender.changed:
            for event, _ in reversed(self._sender.events[self._run_begins:]):
                if event["event"] == "progress":
                    return event["bytes"] / event["total"]
        return 0

    def _watch(self, is_time, seconds):
        """Until is_time(). False: the batch was complete before."""
        deadline = time.monotonic() + seconds
        while not is_time():
            if self._sender.seen("transfer-finished"):
                return False
            self._look_for_failures()
            if time.monotonic() > deadline:
                raise Violation(f"nothing goes on for {seconds} s")
            time.sleep(0.001)
        return True

    def _wait_for_end(self):
        self._watch(lambda: False, self._arguments.patience)
        return self._sender.seen("transfer-finished")

    def _look_for_failures(self):
        for program in (self._sender, self._receiver):
            for name in ("transfer-failed", "file-failed", "file-skipped"):
                found = program.seen(name)
                if found:
                    raise Violation(f"the {'sender' if program is self._sender else 'receiver'} tells: {found[0]}")

    # --- Kills ----------------------------------------------------------------------------------------------------

    def _victims(self):
        victims = {"receiver": [self._receiver], "sender": [self._sender], "both": [self._receiver, self._sender]}
        chosen = victims[self.counts.kind]
        if self._server not in (self._sender, self._receiver) and self._rng.random() < 0.3:
            chosen.append(self._server)  # whoever relays may be hit, too
        self._rng.shuffle(chosen)
        return chosen

    def _kill(self):
        self._offered = self._offered or self._sender.seen("offer") is not None
        self._dead = self._victims()
        for program in self._dead:
            program.strike()
            if len(self._dead) > 1 and self._rng.random() < 0.5:
                time.sleep(self._rng.uniform(0, 0.005))
        for program in self._dead:
            program.bury()
            self._offered = self._offered or (program is self._sender and program.seen("offer") is not None)

    def _restart(self):
        """When the two have found each other; None where the sender, as its store says, was done with the batch."""
        if self._rng.random() < 0.7:
            time.sleep(self._rng.uniform(0, 0.2))
        known = len(self._sender.events)
        if self._server in self._dead:
            self._start_server()
        for client in self._clients:
            if client in self._dead:
                self._start_client(client)
        self._run_begins = 0 if self._sender in self._dead else known
        _, since = self._wait_for_receiver(self._run_begins)
        if self._sender in self._dead and not self._is_taken_up():
            if self._offered:
                self._check_forgotten()
                self.counts.untold += 1
                return None
            self.counts.anew += 1
            self._send()
        return since

    def _check_forgotten(self):
        try:
            self._check_complete()
        except Violation as violation:
            raise Violation(f"the sender has forgotten a batch that it had offered, and {violation}") from None

    def _is_taken_up(self):
        """Whether the sender that was started again knows of the batch: it tells that before it connects."""
        return self._sender.seen("offer") is not None or self._sender.seen("counting") is not None

    # --- What is on the disk --------------------------------------------------------------------------------------

    def _entries(self):
        for folder, _, names in os.walk(self._saved):
            for name in names:
                yield os.path.join(folder, name), name

    def _check_while_it_runs(self):
        """Compares everything under a final name. Returns how many octets the receiver holds."""
        held = 0
        for path, name in self._entries():
            try:
                status = os.lstat(path)
            except FileNotFoundError:
                continue  # a part that was published meanwhile
            held += status.st_size
            if not (name.startswith(".landline-") and name.endswith(".part")):
                self._check_final(path, status)
        return held

    def _check_final(self, path, status):
        relative = os.path.relpath(path, self._saved)
        source = self._batch.files.get(relative)
        if source is None:
            raise Violation(f"{relative} is there, and nothing of that name was sent")
        looks = (status.st_ino, status.st_size, status.st_ctime_ns)
        if self._known_good.get(relative) == looks:
            return
        if status.st_size != source.stat().st_size or not same_octets(path, source):
            raise Violation(f"{relative} ({status.st_size} octets) is not what was sent")
        self._known_good[relative] = looks

    def _check_complete(self):
        self._known_good.clear()
        found = set()
        for path, name in self._entries():
            if name.endswith(".part"):
                raise Violation(f"{os.path.relpath(path, self._saved)} is left over")
            status = os.lstat(path)
            self._check_final(path, status)
            found.add(os.path.relpath(path, self._saved))
            self._check_time(found_at=path, source=self._batch.files[os.path.relpath(path, self._saved)])
        missing = set(self._batch.files) - found
        if missing:
            raise Violation(f"{len(missing)} files are missing, such as {sorted(missing)[0]}")
        for name, source in self._batch.folders.items():
            if not (self._saved / name).is_dir():
                raise Violation(f"the folder {name} is missing")
            self._check_time(found_at=self._saved / name, source=source)

    def _check_time(self, found_at, source):
        apart = abs(os.stat(found_at).st_mtime_ns - os.stat(source).st_mtime_ns)
        if apart >= 2_000_000:
            raise Violation(f"{os.path.relpath(found_at, self._saved)} has another time: {apart / 1e9:.3f} s apart")

    def _check_costs(self, kills, held, end, written):
        sent_again = max(0, min(held, self._batch.bytes) - end["found"])
        self.counts.held += held
        self.counts.sent_again += sent_again
        if sent_again > BLOCK:
            raise Violation(f"{sent_again} octets were sent again that the receiver held at the last kill ({held})")
        again = written - self._batch.bytes - self._books * (kills + 1)
        self.counts.written_again += max(0, again)
        self.counts.most_written_again = max(self.counts.most_written_again, again / kills)
        if again > kills * BLOCK:
            raise Violation(f"{again} octets were written again in a round with {kills} kills")

    def _report(self, violation):
        print(f"\n{self.counts.kind}, after {self.counts.all_kills()} kills: {violation}", file=sys.stderr)
        for who, program in (("sender", self._sender), ("receiver", self._receiver)):
            print(f"--- the last events of the {who}", file=sys.stderr)
            for event in program.history[-15:]:
                print(f"  {json.dumps(event)[:300]}", file=sys.stderr)
        if self._arguments.keep:
            print(f"--- everything is in {self._place}", file=sys.stderr)


def table(all_counts):
    head = ("killed", "kills", "early", "middle", "late", "rounds", "anew", "untold", "held MiB", "sent again MiB",
            "written again MiB", "most per kill", "violations")
    rows = [head]
    for counts in all_counts:
        rows.append((
            counts.kind, counts.all_kills(), counts.kills["early"], counts.kills["middle"], counts.kills["late"],
            counts.rounds, counts.anew, counts.untold, f"{counts.held / MIB:.0f}", f"{counts.sent_again / MIB:.1f}",
            f"{counts.written_again / MIB:.1f}", f"{counts.most_written_again / MIB:.2f}", len(counts.violations),
        ))
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(head))]
    for row in rows:
        print("  ".join(str(cell).rjust(width) for cell, width in zip(row, widths)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", help="build folder with both programs, optimised")
    parser.add_argument("--kills", type=int, default=30, help="of each kind (30)")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this one; may be given several times")
    parser.add_argument("--direction", choices=("up", "down", "through"), default="up",
                        help="up (the default): from a client to the server; through: from one client to another")
    parser.add_argument("--mib", type=int, default=256, help="size of the batch (256)")
    parser.add_argument("--small-files", type=int, default=1500)
    parser.add_argument("--seed", default=str(time.time_ns()))
    parser.add_argument("--parallel", type=int, default=1, help="so many kinds at the same time")
    parser.add_argument("--patience", type=float, default=120, help="seconds within which a batch has to go on")
    parser.add_argument("--place", default="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    parser.add_argument("--keep", action="store_true", help="leaves the folder where something did not hold")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.direction}", flush=True)
    begin = time.monotonic()
    place = pathlib.Path(tempfile.mkdtemp(prefix="landline-kill-", dir=arguments.place))
    all_counts = []
    try:
        batch = Batch(place / "source", arguments.mib * MIB, arguments.small_files, arguments.seed)
        print(f"{len(batch.files)} files in {len(batch.folders)} folders, {batch.bytes / MIB:.1f} MiB", flush=True)
        trials = [Trial(kind, arguments, batch, place / kind) for kind in arguments.kind or KINDS]

        def give_up(number, _frame):
            for trial in trials:
                trial.end()
            shutil.rmtree(place, ignore_errors=True)
            os._exit(128 + number)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, give_up)
        with concurrent.futures.ThreadPoolExecutor(arguments.parallel) as workers:
            all_counts = list(workers.map(Trial.run, trials))
    finally:
        if not (arguments.keep and any(counts.violations for counts in all_counts)):
            shutil.rmtree(place, ignore_errors=True)
    table(all_counts)
    print(f"{sum(counts.all_kills() for counts in all_counts)} kills in {time.monotonic() - begin:.0f} s")
    sys.exit(1 if any(counts.violations for counts in all_counts) else 0)


if __name__ == "__main__":
    main()
