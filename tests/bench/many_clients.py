#!/usr/bin/env python3
"""How long a message to everyone takes to reach many clients, and what an idle client costs the server.

    cmake --preset bench && cmake --build --preset bench
    tests/bench/many_clients.py [--build build/bench] [--clients 200] [--messages 50]

The clients are real control connections with a key each, all in one process (bench_many_clients). `spread_ms` is the
time from the first client that has the message to the last.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

from programs import Program


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--messages", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="landline-bench.") as folder:
        place = pathlib.Path(folder)
        server = Program(
            [options.build / "server/landline-server", "--profile", place / "server", "--save-dir", place / "received",
             "--listen", "127.0.0.1:0", "--access", "open", "--accept", "none", "--name", "bench"]
        )
        try:
            port = server.expect("listening")["port"]
            result = subprocess.run(
                [options.build / "tests/bench/bench_many_clients", str(port), str(server.pid), str(options.clients),
                 str(options.messages)],
                check=True, capture_output=True, text=True, timeout=300,
            )
            print(json.dumps(json.loads(result.stdout), indent=2))
        finally:
            server.quit()


if __name__ == "__main__":
    main()
