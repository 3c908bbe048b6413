#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures the engine and the window on this machine, and prints one Markdown table to standard output:
#     ./bench.sh
#     PEER=path/to/pytorch_vae.py ./bench.sh
# The second also trains a peer, in turn with the engine: a script for Debian's python3-torch that takes --data,
# --threads and --epochs, and prints a JSON object an epoch with its "seconds". ROUNDS=3 is how many turns.
set -eu

root=$(dirname "$(readlink -f "$0")")
peer=${PEER:-}
[ -z "$peer" ] || peer=$(readlink -e "$peer") || { echo "bench: no peer at $PEER" >&2; exit 2; }
rounds=${ROUNDS:-3}
images=/usr/share/datasets/fashion-mnist
python=/usr/bin/python3 # Debian's, which has Debian's torch
cd "$root"
load=$(cut -d " " -f 1 /proc/loadavg) # before anything of ours: figures of a busy machine say little

./setup.sh test
cmake --preset dev >&2
cmake --build build/dev --target benchmarks >&2

if [ -n "$peer" ] && ! $python -c 'import torch' 2>/dev/null; then
    echo "bench: no peer without python3-torch" >&2
    peer=
fi

results=$(mktemp)
trap 'rm -f "$results"' EXIT
round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    echo "bench: turn $round of $rounds" >&2
    build/dev/tests/engine_bench --rounds 1 --epochs 3 >>"$results"
    [ -z "$peer" ] && continue
    # OpenBLAS's build with OpenMP: its own threads would fight PyTorch's.
    LD_LIBRARY_PATH=/usr/lib/$(uname -m)-linux-gnu/openblas-openmp OMP_NUM_THREADS=2 \
        $python "$peer" --data "$images" --threads 2 --epochs 3 >>"$results"
done
build/dev/tests/window_bench >>"$results"
$python tests/benchmarks/table.py "${peer:+PEER=$(basename "$peer") }ROUNDS=$rounds ./bench.sh" "$load" <"$results"
