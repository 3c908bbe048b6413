#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills training with SIGKILL at random moments and resumes it: the model and the metrics must be those of a run
that was never interrupted, to the bit. Prints what differs; exit status 1 if anything does.

    kill_and_resume.py PROGRAM [--runs N] [--seed S]
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DATA = ["--data", "shapes", "--limit", "1500", "--latent", "4"]
# Each lasts about a second.
VARIANTS = {
    "dense": ["--hidden", "96", "--epochs", "12", "--threads", "1"],
    "dense, two threads": ["--hidden", "96", "--epochs", "12", "--threads", "2"],
    "convolutional": ["--net", "conv", "--channels", "6,8", "--hidden", "32", "--epochs", "3", "--threads", "2"],
    "sigma": ["--likelihood", "sigma", "--hidden", "96", "--epochs", "12", "--threads", "1"],
    "early stopping": ["--early-stop", "1", "--learning-rate", "0.05", "--hidden", "64", "--epochs", "60",
                       "--threads", "2"],
    "classic, clipped": ["--pace", "classic", "--clip", "5", "--hidden", "96", "--epochs", "12", "--threads", "1"],
    "denoising": ["--preset", "dae", "--hidden", "96", "--epochs", "12", "--threads", "2"],
    "binarised, warm-up": ["--likelihood", "binarised", "--warm-up", "6", "--free-bits", "0.1", "--hidden", "96",
                           "--epochs", "12", "--threads", "1"],
}
MOST_KILLS = 3  # of one run


class Run:
    """The files of one run, and how to start it or go on with it."""

    def __init__(self, program, folder, variant):
        self.program, self.variant = program, variant
        self.model, self.metrics = folder / "model.safetensors", folder / "metrics.jsonl"
        self.checkpoint = folder / "run.latent"

    def command(self, threads=None):
        files = ["--save", str(self.model), "--metrics", str(self.metrics), "--checkpoint", str(self.checkpoint),
                 "--checkpoint-every", "0.02"]
        if not self.checkpoint.exists():
            return [self.program, "train", *DATA, *VARIANTS[self.variant], *files]
        of_threads = ["--threads", str(threads)] if threads else []
        return [self.program, "train", "--resume", str(self.checkpoint), *of_threads, *files]

    def finish(self, threads=None):
        done = subprocess.run(self.command(threads), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            sys.exit(f"{self.variant}: {done.stderr.decode(errors='replace')}")

    def kill_after(self, seconds, threads):
        """Whether it was still running."""
        with subprocess.Popen(self.command(threads), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(seconds)
                return False
            except subprocess.TimeoutExpired:
                process.kill()
                return True

    def result(self):
        """The model's bytes and the losses of every epoch."""
        epochs = [json.loads(line) for line in self.metrics.read_text().splitlines()]
        for epoch in epochs:
            del epoch["seconds"]
        return self.model.read_bytes(), epochs


def reference(program, variant):
    """What an uninterrupted run leaves, and how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        run = Run(program, Path(folder), variant)
        start = time.monotonic()
        run.finish()
        return run.result(), time.monotonic() - start


def interrupted(program, variant, seconds, rng):
    """What a run leaves that was killed a few times, and how often it was."""
    with tempfile.TemporaryDirectory() as folder:
        run = Run(program, Path(folder), variant)
        kills = 0
        for _ in range(rng.randint(1, MOST_KILLS)):
            kills += run.kill_after(rng.uniform(0.05, 0.9) * seconds, rng.choice([None, 1, 2]))
        run.finish(rng.choice([None, 1, 2]))
        return run.result(), kills


def difference(expected, found):
    if expected[1] != found[1]:
        return "the losses of its epochs differ"
    return "" if expected[0] == found[0] else "its model differs"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    variants = list(VARIANTS)[:options.runs]
    references = {variant: reference(options.program, variant) for variant in variants}
    failures = kills = 0
    for number in range(options.runs):
        variant = variants[number % len(variants)]
        expected, seconds = references[variant]
        found, killed = interrupted(options.program, variant, seconds, rng)
        kills += killed
        wrong = difference(expected, found)
        if wrong:
            failures += 1
            print(f"run {number} ({variant}, killed {killed} times): {wrong}")
    print(f"{options.runs} runs killed {kills} times, {failures} of them differ from an uninterrupted one")
    return 1 if failures or kills == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
