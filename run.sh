#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts Latent Explorer, after installing packages and building if necessary. Arguments are passed to the
# program: ./run.sh train --data shapes runs without a window.
set -eu

root=$(dirname "$(readlink -f "$0")")
build=$root/build/release
program=$build/latent-explorer
stamp=$build/.built # as old as the sources of the built program
log=$build/build.log

# Much faster than asking CMake and Ninja. Folders count too: their times change when files come or go.
up_to_date() {
    [ -x "$program" ] && [ -e "$stamp" ] &&
        [ -z "$(find "$root/CMakeLists.txt" "$root/CMakePresets.json" "$root/app" "$root/core" "$root/ui" \
            "$root/resources" -newer "$stamp" -print -quit)" ]
}

build() {
    "$root/setup.sh"
    mkdir -p "$build"
    (
        flock 9 # the second of two simultaneous starts waits
        up_to_date && exit 0
        echo "run: building Latent Explorer (minutes the first time) …" >&2
        touch "$stamp.new"
        if ! (cd "$root" && cmake --preset release && cmake --build build/release) >"$log" 2>&1 </dev/null; then
            grep -E -m 5 'error|Error|FAILED' "$log" >&2 || tail -n 5 "$log" >&2
            echo "run: the build failed; see $log" >&2
            exit 1
        fi
        mv "$stamp.new" "$stamp"
    ) 9>"$build.lock"
}

if ! up_to_date; then build; fi
exec "$program" "$@"
