#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs missing Debian packages: ./setup.sh for building and running, ./setup.sh test for testing as well.
# LATENT_SKIP_SETUP=1 skips this, for systems with the libraries from other sources.
set -eu

packages="g++ cmake ninja-build qt6-base-dev qt6-svg-dev libqcustomplot-dev libeigen3-dev zlib1g-dev
libzip-dev libwebp-dev libgif-dev pkg-config qt6-image-formats-plugins nlohmann-json3-dev
dataset-fashion-mnist ca-certificates"
if [ "${1:-}" = test ]; then
    packages="$packages git python3 clang-14 lld-14 libclang-rt-14-dev clang-format-14"
fi
[ "${LATENT_SKIP_SETUP:-0}" = 1 ] && exit 0

say() { echo "setup: $*" >&2; }

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "this is not a Debian system. Please install the contents of these packages, then start again with"
    # shellcheck disable=SC2086 # a list of words
    say LATENT_SKIP_SETUP=1: $packages
    exit 1
fi

# shellcheck disable=SC2086 # a list of words
installed=$(dpkg-query -W -f '${Package}:${db:Status-Status}\n' $packages 2>/dev/null || true)
missing=""
for package in $packages; do
    echo "$installed" | grep -qxF "$package:installed" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        say "please install as root: apt-get install$missing"
        exit 1
    fi
    as_root=sudo
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Keeps the caller's standard output clean.
# shellcheck disable=SC2086 # lists of words
install() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends $missing >"$log" 2>&1
}

say "installing$missing"
if ! install; then # most likely the package lists are missing or old
    # shellcheck disable=SC2086
    $as_root apt-get -q -o DPkg::Lock::Timeout=300 update >"$log" 2>&1 || true
    if ! install; then
        tail -n 20 "$log" >&2
        say "apt-get could not install$missing"
        exit 1
    fi
fi
