#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs missing packages, builds with warnings as errors, and runs every test. Arguments are passed to ctest:
# ./test.sh -R data runs the tests of core/data.
set -eu

cd "$(dirname "$(readlink -f "$0")")"
./setup.sh test
cmake --preset dev
cmake --build build/dev
exec ctest --test-dir build/dev --output-on-failure -j "$(nproc)" "$@"
