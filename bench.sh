#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures everything that must be fast on this machine, and prints Markdown tables to standard output:
#     ./bench.sh                          everything (about 18 minutes)
#     ./bench.sh train sizes              some of it: train quality convolutions sizes busy generic start drawing timeline sessions window
# If Debian's python3-torch and libopenblas0-openmp are installed, the same network in PyTorch trains in turn
# with the engine. ROUNDS=3 sets the number of turns. Leave the machine idle meanwhile.
set -eu

cd "$(dirname "$(readlink -f "$0")")"
rounds=${ROUNDS:-3}
parts=${*:-train quality convolutions sizes busy generic start drawing timeline sessions window}
load=$(cut -d " " -f 1 /proc/loadavg) # before our own work: figures from a busy machine mean little

./setup.sh test
cmake --preset dev >&2
cmake --build build/dev --target benchmarks >&2

bin=build/dev/tests
python=/usr/bin/python3 # Debian's Python has Debian's torch
openmp=/usr/lib/$(uname -m)-linux-gnu/openblas-openmp # the threads of the other build would compete with PyTorch's
peer=no
if $python -c 'import torch' 2>/dev/null && [ -d "$openmp" ]; then peer=yes; fi
[ $peer = yes ] || echo "bench: no PyTorch without python3-torch and libopenblas0-openmp" >&2

results=$(mktemp)
hog=
trap 'rm -f "$results"; [ -z "$hog" ] || kill "$hog"' EXIT

section() { printf '{"section":"%s"}\n' "$*" >>"$results"; echo "bench: $*" >&2; }
engine() { $bin/engine_bench "$@" >>"$results"; }
torch() { # THREADS ARGUMENTS...
    [ $peer = yes ] || return 0
    LD_LIBRARY_PATH=$openmp OMP_NUM_THREADS=$1 $python tests/benchmarks/torch_vae.py --threads "$@" >>"$results"
}
turns() {
    turn=0
    while [ "$turn" -lt "$rounds" ]; do
        turn=$((turn + 1))
        "$@"
    done
}
both() { # THREADS ARGUMENTS...
    engine --threads "$@"
    torch "$@"
}

train() {
    section "Training 784-400-20, batch 128, on 60,000 images, in turn with the machine's own large products"
    for threads in 1 2; do turns beside_products "$threads" --epochs 2; done
}
beside_products() { # THREADS ARGUMENTS...
    $bin/matrix_speed --threads "$1" >>"$results"
    both "$@"
}
quality() {
    section "From Train to a good model: the default settings; PyTorch with Adam at 0.001"
    for seed in 1 2 3; do engine --until 244 --seed "$seed"; done
    torch 2 --epochs 10 --test
}
convolutions() {
    section "Convolutional networks, 28×28: 20,000 images"
    for threads in 1 2; do turns both "$threads" --channels 32,64 --hidden 256 --images 20000; done
}
sizes() {
    section "Any size: 20,000 images"
    for size in "128 2 32" "128 20 128" "400 2 128" "400 20 32" "400 20 512" "1024,512 64 128" "1024,512 64 512"; do
        for threads in 1 2; do
            # shellcheck disable=SC2086 # three words
            set -- $size
            turns both "$threads" --hidden "$1" --latent "$2" --batch "$3" --images 20000
        done
    done
}
busy() {
    section "A busy machine: an epoch on 2 threads while another process keeps one core busy"
    taskset -c 0 sh -c 'while :; do :; done' &
    hog=$!
    turns both 2
    kill "$hog"
    hog=
}
generic() {
    section "784-400-20, batch 128, 2 threads: built for this processor and for any"
    cmake --preset dev -B build/generic -DLATENT_NATIVE=OFF >&2
    cmake --build build/generic --target engine_bench >&2
    turns each_build
}
each_build() {
    for build in dev generic; do
        build/$build/tests/engine_bench --threads 2 --epochs 2 |
            sed -n "s|.*\"images_per_second\":\([0-9.e+]*\).*|{\"what\":\"build/$build\",\"value\":\1,\"unit\":\"images/s\"}|p" >>"$results"
    done
}
start() {
    section "Starting, memory, and a million images in a plain file"
    $bin/start_bench >>"$results"
}
drawing() {
    section "Drawing at 1200×900"
    $bin/drawing_bench >>"$results"
}
timeline() {
    section "The moments of a run: 60,000 codes of 20 dimensions"
    $bin/timeline_bench >>"$results"
}
sessions() {
    section "Sessions, moments and runs side by side: a window of 1440×900"
    $bin/session_bench >>"$results"
}
window() {
    section "A window of 1440×900"
    $bin/window_bench >>"$results"
    for made in "28 1" "64 3" "128 3"; do
        # shellcheck disable=SC2086 # two words
        set -- $made
        for net in dense conv; do
            section "From a slider to its pictures: $1×$1, $2 channels, $net network"
            $bin/window_bench --pictures "$1" --channels "$2" --net "$net" >>"$results"
        done
    done
}

for part in $parts; do $part; done
$python tests/benchmarks/table.py "./bench.sh${*:+ $*}" "$load" <"$results"
