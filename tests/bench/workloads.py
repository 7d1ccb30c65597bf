"""What is sent: files of random octets, no two blocks of which are equal."""

import dataclasses
import os
import pathlib
import shutil
import subprocess

BLOCK = 8 * 1024 * 1024


@dataclasses.dataclass
class Workload:
    key: str
    title: str
    root: pathlib.Path  # the file, or the folder, that is sent
    files: int
    bytes: int

    def check(self, received):
        """`received` must be equal, and there must be nothing more. Where it is not, says what differs."""
        compare = ["diff", "-r", "-q"] if self.root.is_dir() else ["cmp"]
        result = subprocess.run([*compare, self.root, received], capture_output=True, text=True)
        if result.returncode != 0:
            raise SystemExit(f"{received} is not what was sent: {(result.stdout + result.stderr)[:500]}")


def write_random(path, size, block, number=0):
    """A block that is repeated with its number in front. Returns the next number."""
    with open(path, "wb", buffering=0) as file:
        while size > 0:
            piece = (number.to_bytes(8, "big") + block)[:size]
            file.write(piece)
            size -= len(piece)
            number += 1
    return number


def make_files(folder, per_folder, count, size):
    block = os.urandom(min(BLOCK, max(size, 8)) - 8)
    number = 0
    for index in range(count):
        place = folder / f"folder-{index // per_folder:04}" if per_folder < count else folder
        if index % per_folder == 0:
            place.mkdir(parents=True)
        number = write_random(place / f"file-{index:07}.bin", size, block, number)


def make(key, place, quick):
    """Makes the workload `key` in the folder `place`; big, small or medium."""
    place.mkdir(parents=True)
    if key == "big":
        size = (512 * 2**20) if quick else 4 * 2**30
        root = place / "big.bin"
        write_random(root, size, os.urandom(BLOCK - 8))
        return Workload(key, f"one file of {size / 2**30:g} GiB", root, 1, size)
    per_folder, count, size = {"small": (100, 10_000, 4096), "medium": (100, 100, 10 * 2**20)}[key]
    if quick:
        count //= 10
    root = place / key
    make_files(root, per_folder, count, size)
    each = f"{size // 1024} KiB" if size < 2**20 else f"{size // 2**20} MiB"
    return Workload(key, f"{count:,} files of {each}", root, count, count * size)


def make_million(place, count):
    """Empty and tiny files, a thousand in a folder; every second one is empty, the others hold their number."""
    root = place / "million"
    total = 0
    for index in range(count):
        if index % 1000 == 0:
            folder = root / f"{index // 1000:04}"
            folder.mkdir(parents=True)
        descriptor = os.open(folder / f"{index:07}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        if index % 2 == 1:
            total += os.write(descriptor, str(index).encode())
        os.close(descriptor)
    return Workload("million", f"{count:,} empty or tiny files", root, count, total)


def empty(folder):
    """Removes everything in the folder."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)
