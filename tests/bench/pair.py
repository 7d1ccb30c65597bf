"""A headless server and a headless client that stay connected while transfers between them are measured."""

import pathlib
import time

from chatter import Chatter
from programs import Program

# What comes once for each file or many times a second, and is not needed.
UNREAD = ("stored", "progress", "counting")


class Pair:
    def __init__(self, build, place, address="127.0.0.1", server_prefix=(), client_prefix=()):
        self.place = pathlib.Path(place)
        self.saved = self.place / "received"
        self.saved.mkdir(parents=True)
        self.log = open(self.place / "programs.log", "wb")
        self.client_binary = pathlib.Path(build) / "client/landline-client"
        self.server = Program(
            [pathlib.Path(build) / "server/landline-server", "--profile", self.place / "server", "--save-dir",
             self.saved, "--listen", f"{address}:0", "--access", "open", "--accept", "all", "--name", "bench"],
            ignored=UNREAD, prefix=server_prefix, log=self.log,
        )
        self.client = None
        try:
            self.at = f"{address}:{self.server.expect('listening')['port']}"
            self.client = Program(
                [self.client_binary, "--profile", self.place / "client", "--save-dir", self.place / "unused",
                 "--connect", self.at, "--name", "sender", "--stay"],
                ignored=UNREAD, prefix=client_prefix, log=self.log,
            )
            self.client.expect("connected")
            self.client.expect("peer-joined", server=True)
        except BaseException:
            self.stop()
            raise
        self.chatter = Chatter(self.client)

    @property
    def programs(self):
        return self.client, self.server

    def send(self, paths, timeout=900):
        """Seconds from the command to `transfer-finished` at the sender, and that event."""
        began = time.perf_counter()
        self.client.command(command="send", to="server", paths=[str(path) for path in paths])
        finished = self.client.expect("transfer-finished", timeout=timeout)
        return time.perf_counter() - began, finished

    def once(self, paths):
        """The command that does the same as one process, from its start to its end."""
        return [self.client_binary, "--headless", "--json", "--profile", self.place / "once", "--save-dir",
                self.place / "unused", "--connect", self.at, "--name", "once", "--send", *paths]

    def cpu_seconds(self):
        return [program.cpu_seconds() for program in self.programs]

    def stop(self):
        for program in self.programs:
            if program is not None:
                program.quit()
        self.log.close()
