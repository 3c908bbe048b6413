#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains and evaluates each preset with three seeds on Fashion-MNIST, and prints the results page:

    tests/benchmarks/results.py build/release/latent-explorer > RESULTS.md

Takes about half an hour on two cores. Each row's figures are the mean and the standard deviation over the seeds.
"""

import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile

SEEDS = (1, 2, 3)
SAMPLES = 1000
IMAGES = 500

# What a row is called, and the options of `train` that make it.
ROWS = [
    ("AE", "--preset ae"),
    ("Denoising", "--preset dae"),
    ("No KL", "--preset noise"),
    ("VAE", "--preset vae"),
    ("β-VAE, β = 4", "--preset beta-vae --beta 4"),
    ("VAE, convolutional", "--preset vae --net conv"),
    ("VAE, convolutional, SiLU", "--preset vae --net conv --activation silu"),
]


def run(program, *arguments):
    return subprocess.run([program, *arguments], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True).stdout


def measure(program, options, seed, folder):
    """One run of one row: what the program says of it, and the seconds of training."""
    model = os.path.join(folder, "model.safetensors")
    train = ["train", "--data", "fashion-mnist", *options.split(), "--seed", str(seed), "--save", model,
             "--metrics", "-"]
    seconds = sum(json.loads(epoch)["seconds"] for epoch in run(program, *train).splitlines())
    evaluate = ["evaluate", model, "--data", "fashion-mnist", "--full", "--samples", str(SAMPLES), "--images",
                str(IMAGES)]
    return json.loads(run(program, *evaluate)), seconds


def spread(values, digits=1):
    """"243.1 ± 0.2"; a dash where the model has no such figure."""
    if any(value is None for value in values):
        return "–"
    return f"{statistics.mean(values):.{digits}f} ± {statistics.stdev(values):.{digits}f}"


def figures(report, seconds):
    diagnostics = report["diagnostics"]
    bound = diagnostics.get("importance_bound")
    elbo = diagnostics.get("elbo")
    return {
        "reconstruction": diagnostics["reconstruction"]["value"],
        "elbo": elbo and elbo["value"],
        "bound": bound and bound["log_likelihood"]["value"],
        "active": diagnostics["active_units"],
        "neighbours": 100 * diagnostics["accuracy"]["nearest"],
        "seconds": seconds,
    }


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        names = [line.split(":")[1].strip() for line in info if line.startswith("model name")]
    return names[0] if names else platform.machine()


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "build/release/latent-explorer"
    today = datetime.date.today().isoformat()
    print("# Results\n")
    print(f"Fashion-MNIST, its 60,000 training and 10,000 test images; default settings but for what a row names "
          f"(latent size 20, 10 epochs). Mean ± standard deviation over seeds {SEEDS[0]} to {SEEDS[-1]}. Nats an "
          f"image, Bernoulli on grey values. {today}, {processor()}, {os.cpu_count()} cores.\n")
    print(f"The bound is the importance-weighted one on log p(x), K = {SAMPLES:,}, of the first {IMAGES} test images; "
          "the ELBO is of all test images. Active units: means that vary by more than 0.01. 15-NN: share of test "
          "images whose 15 nearest training codes vote for the right class.\n")
    print("| model | reconstruction | ELBO | bound | active units | 15-NN, % | seconds |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name, options in ROWS:
            runs = [figures(*measure(program, options, seed, folder)) for seed in SEEDS]
            column = {key: [values[key] for values in runs] for key in runs[0]}
            print(f"| {name} | {spread(column['reconstruction'])} | {spread(column['elbo'])} | {spread(column['bound'])} "
                  f"| {spread(column['active'])} | {spread(column['neighbours'])} | {spread(column['seconds'])} |",
                  flush=True)
    print("\nEach row by hand, here the last with seed 1:\n")
    print("```sh")
    print(f"./run.sh train --data fashion-mnist {ROWS[-1][1]} --seed 1 --save model.safetensors")
    print(f"./run.sh evaluate model.safetensors --data fashion-mnist --full --samples {SAMPLES} --images {IMAGES}")
    print("```\n")
    print("Options of the rows:\n")
    for name, options in ROWS:
        print(f"- {name}: `{options}`")
    print("\nThe whole page: `tests/benchmarks/results.py build/release/latent-explorer > RESULTS.md`.")


if __name__ == "__main__":
    main()
