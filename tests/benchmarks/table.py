#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes Markdown tables of the benchmarks' lines of JSON. The arguments are the command that ran them and the
load average before it.

A line is the title of a section, a figure, the speed of a large matrix product, or the speed of a network's
training, which is set beside other programs' speeds of the same network, and beside the fastest product.
"""

import datetime
import json
import os
import platform
import statistics
import sys

OURS = "latent-explorer"
FRACTION = 100


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def rounded(value):
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def sections(lines):
    """[(title, records)]"""
    found = []
    for line in lines:
        record = json.loads(line)
        if "section" in record:
            found.append((record["section"], []))
        else:
            found[-1][1].append(record)
    return found


def figures_table(records):
    figures = {}  # (what, unit) -> values, in the order of their first appearance
    for record in records:
        figures.setdefault((record["what"], record["unit"]), []).append(record["value"])
    yield "| what | median | lowest | highest | unit |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for (what, unit), values in figures.items():
        spread = [rounded(min(values)), rounded(max(values))] if len(values) > 1 else ["", ""]
        yield f"| {what} | {' | '.join([rounded(statistics.median(values)), *spread])} | {unit} |"


def products(records):
    """(threads, product) -> GFLOP/s of each turn"""
    speeds = {}
    for record in records:
        if "product" in record:
            speeds.setdefault((record["threads"], record["product"]), []).append(record["gflops"])
    return speeds


def products_table(speeds):
    yield "| large product | threads | GFLOP/s, median | lowest | highest |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for (threads, product), values in speeds.items():
        numbers = [statistics.median(values), min(values), max(values)]
        yield f"| {product} | {threads} | {' | '.join(rounded(number) for number in numbers)} |"


def machine_speed(speeds):
    """threads -> GFLOP/s of the product that is the fastest by medians"""
    best = {}
    for (threads, _), values in speeds.items():
        best[threads] = max(best.get(threads, 0), statistics.median(values))
    return best


def share_of_machine(gflops, threads, machine):
    best = machine.get(threads)
    return f"{FRACTION * gflops / best:.0f} %" if best else ""


def speed_table(records, machine):
    """Each program's best turn: what it does when nothing disturbs it. Medians in brackets, and for GFLOP/s and the
    share of the machine, whose products were measured in the same turns."""
    runs = {}  # (network, batch, threads) -> program -> records
    for record in records:
        key = (record["network"], record["batch"], record["threads"])
        runs.setdefault(key, {}).setdefault(record["program"], []).append(record)
    yield ("| network | batch | threads | images/s (median) | GFLOP/s | of the machine | PyTorch, images/s (median) "
           "| times faster (medians) |")
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for (network, batch, threads), programs in runs.items():
        speeds = {program: [run["images_per_second"] for run in of] for program, of in programs.items()}
        ours = speeds[OURS]
        gflops = statistics.median(run["gflops"] for run in programs[OURS])
        theirs = speeds.get("PyTorch")
        cells = [network, str(batch), str(threads), f"{max(ours):,.0f} ({statistics.median(ours):,.0f})",
                 rounded(gflops), share_of_machine(gflops, threads, machine)]
        if theirs:
            cells += [f"{max(theirs):,.0f} ({statistics.median(theirs):,.0f})",
                      f"{max(ours) / max(theirs):.2f} "
                      f"({statistics.median(ours) / statistics.median(theirs):.2f})"]
        else:
            cells += ["", ""]
        yield f"| {' | '.join(cells)} |"


def main():
    found = sections(sys.stdin)
    machine = machine_speed(products(record for _, records in found for record in records))
    print(f"{datetime.date.today()}, {processor()}, {len(os.sched_getaffinity(0))} cores, load average before "
          f"the run {sys.argv[2]}, `{sys.argv[1]}`")
    for title, records in found:
        print(f"\n### {title}\n")
        figures = [record for record in records if "what" in record]
        speeds = [] if figures else [record for record in records if "program" in record]
        tables = [(figures_table, figures), (products_table, products(records))]
        written = ["\n".join(table(rows)) for table, rows in tables if rows]
        if speeds:
            written.append("\n".join(speed_table(speeds, machine)))
        print("\n\n".join(written))


if __name__ == "__main__":
    main()
