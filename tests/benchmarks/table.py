#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes one Markdown table of the benchmarks' lines of JSON. The arguments are the command that ran them
and the load average before it.

A figure that was measured several times is shown as its median and range. Lines with an "epoch" are the peer's.
"""

import datetime
import json
import os
import platform
import statistics
import sys


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def rounded(value):
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def main():
    figures = {}  # (what, unit) -> values, in the order of their first appearance
    for line in sys.stdin:
        record = json.loads(line)
        if "epoch" in record:
            figures.setdefault(("epoch, the peer, 2 threads", "s"), []).append(record["seconds"])
        else:
            figures.setdefault((record["what"], record["unit"]), []).append(record["value"])
    print(f"{datetime.date.today()}, {processor()}, {len(os.sched_getaffinity(0))} cores, load average before "
          f"the run {sys.argv[2]}, `{sys.argv[1]}`\n")
    print("| what | median | lowest | highest | unit |")
    print("| --- | ---: | ---: | ---: | --- |")
    for (what, unit), values in figures.items():
        spread = [rounded(min(values)), rounded(max(values))] if len(values) > 1 else ["", ""]
        print(f"| {what} | {' | '.join([rounded(statistics.median(values)), *spread])} | {unit} |")


if __name__ == "__main__":
    main()
