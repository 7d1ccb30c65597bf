"""What compare.py prints: tables of medians, and the figures that must hold."""

import statistics

GIB = 2**30


def median(values):
    return statistics.median(values) if values else None


def seconds(result, tool):
    took = result["tools"].get(tool)
    return median([one.seconds for one in took]) if isinstance(took, list) else None


def cpu_per_gib(result, tool):
    took = result["tools"].get(tool)
    return median([one.cpu_seconds for one in took]) / result["workload"].bytes * GIB if isinstance(took, list) else None


def print_rows(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    for row in rows:
        cells = [cell.ljust(width) if index == 0 else cell.rjust(width)
                 for index, (cell, width) in enumerate(zip(row, widths))]
        print("| " + " | ".join(cells) + " |")


def print_table(result, target, rounds):
    workload = result["workload"]
    on_disk = result["target"] == "disk"
    ours = seconds(result, "landline")
    print(f"\n{workload.title}, {target}: medians of {rounds}\n")
    rows = [["", "seconds", *(["on disk"] if on_disk else []), "MB/s", "landline is", "cpu s", "cpu s/GiB",
             "sender MiB", "receiver MiB", "besides copying it"]]
    for name, took in result["tools"].items():
        if isinstance(took, str):
            rows.append([name, *["-"] * (len(rows[0]) - 2), f"not run: {took}"])
            continue
        middle = seconds(result, name)
        rows.append([
            name, f"{middle:.3f}",
            *([f"{median([one.extra['on_disk_seconds'] for one in took]):.3f}"] if on_disk else []),
            f"{workload.bytes / middle / 1e6:.0f}", f"{middle / ours:.2f} x" if ours else "-",
            f"{median([one.cpu_seconds for one in took]):.2f}", f"{cpu_per_gib(result, name):.2f}",
            f"{max(one.sender_kib for one in took) / 1024:.1f}", f"{max(one.receiver_kib for one in took) / 1024:.1f}",
            result["promises"][name],
        ])
    print_rows(rows)
    if result["chat"] is not None:
        chat = result["chat"]
        print(f"\nchat meanwhile: {chat['messages']} messages, {chat['lost']} lost, median {chat['p50_ms']:.1f} ms, "
              f"p99 {chat['p99_ms']:.1f} ms, worst {chat['worst_ms']:.1f} ms")
        print("  p99 of the runs, and seconds that the host took from this machine meanwhile: " + ", ".join(
            f"{of_run:.1f} ms ({stolen:.2f} s)" for of_run, stolen in zip(chat["p99_of_runs_ms"], chat["stolen_s"])))


def ratio(result, tool):
    """How many times as fast as the tool Landline is; None where one of the two was not measured."""
    ours, theirs = seconds(result, "landline"), seconds(result, tool)
    return theirs / ours if ours and theirs else None


def quotient(one, other):
    return one / other if one and other else None


def verdicts(results):
    """(what, measured or None, sign, bound) for everything that must hold."""
    by_key = {(each["workload"].key, each["target"]): each for each in results}
    nothing = {"tools": {}, "chat": None}
    big, small = by_key.get(("big", "memory"), nothing), by_key.get(("small", "memory"), nothing)
    small_disk = by_key.get(("small", "disk"), nothing)
    peaks = [max(one.sender_kib, one.receiver_kib) / 1024 for each in results
             for one in (each["tools"].get("landline") or []) if not isinstance(one, str)]
    cpu = quotient(cpu_per_gib(big, "landline"), cpu_per_gib(big, "bare TLS"))
    return [
        ("one big file in memory, times scp", ratio(big, "scp"), ">=", 1.8),
        ("one big file in memory, times bare TLS", ratio(big, "bare TLS"), ">=", 0.85),
        ("small files in memory, times the rsync daemon", ratio(small, "rsync daemon"), ">=", 1.0),
        ("small files on disk, times the rsync daemon", ratio(small_disk, "rsync daemon"), ">=", 0.6),
        ("small files in memory, times scp -r", ratio(small, "scp"), ">=", 5.0),
        ("processor time per GiB, times bare TLS", cpu, "<=", 1.3),
        ("peak memory of either side, MiB", max(peaks, default=None), "<", 64.0),
        ("chat round trip p99 in a transfer, ms", big["chat"]["p99_ms"] if big["chat"] else None, "<", 20.0),
    ]


def print_verdicts(results):
    """Whether all that was measured holds."""
    print("\nmust hold\n")
    rows = [["", "measured", "bound", ""]]
    good = True
    for what, measured, sign, bound in verdicts(results):
        if measured is None:
            rows.append([what, "-", f"{sign} {bound:g}", "not measured"])
            continue
        holds = {">=": measured >= bound, "<=": measured <= bound, "<": measured < bound}[sign]
        good = good and holds
        rows.append([what, f"{measured:.2f}", f"{sign} {bound:g}", "holds" if holds else "MISSED"])
    print_rows(rows)
    return good
