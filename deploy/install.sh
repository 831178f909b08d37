#!/usr/bin/env bash
# Install what is missing, and only that: `install.sh run` for `make run`, `install.sh tests`
# adds a browser. Each step leaves a stamp, so a second call takes a fraction of a second.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf 'install: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

apt_packages=()
want() { # want PACKAGE COMMAND…: PACKAGE is missing when the command fails
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || apt_packages+=("$package")
}

# Debian would start a broker for the whole machine; ours is private and started by the supervisor.
without_autostart() {
    local policy=/usr/sbin/policy-rc.d made=
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
        $sudo chmod 755 "$policy"
        made=1
        # Also when somebody loses patience.
        trap "$sudo rm -f $policy" EXIT
    fi
    local result=0
    "$@" || result=$?
    if [ -n "$made" ]; then $sudo rm -f "$policy"; fi
    return "$result"
}

apt_install() {
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${apt_packages[@]}" >&2
}

system_packages() {
    want rabbitmq-server test -x /usr/lib/rabbitmq/bin/rabbitmq-server
    want libcurl4 sh -c 'PATH="$PATH:/sbin:/usr/sbin"; ldconfig -p | grep -q "libcurl\.so\.4 "'
    if [ ! -x .venv/bin/python ]; then
        want python3 python3 --version
        want python3-venv "$(python_program)" -c 'import ensurepip, venv'
    fi
    if [ "$purpose" = tests ]; then
        want chromium command -v chromium
        want fonts-dejavu-core test -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
    fi
    if [ ${#apt_packages[@]} -eq 0 ]; then return; fi

    sudo=
    if [ "$(id -u)" -ne 0 ]; then
        if ! { command -v sudo && sudo -n true; } >/dev/null 2>&1; then
            fail "please install these packages as root, then try again: apt-get install ${apt_packages[*]}"
        fi
        sudo=sudo
    fi
    command -v apt-get >/dev/null \
        || fail "these programs are missing and this is no Debian: ${apt_packages[*]}"
    say "installing ${apt_packages[*]}"
    # Old package lists name versions that are gone: refresh them once and try again.
    without_autostart apt_install || { $sudo apt-get update -q >&2 && without_autostart apt_install; } \
        || fail "apt-get could not install ${apt_packages[*]}"
}

python_program() {
    local name
    for name in python3.11 python3 python3.12 python3.13; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo python3
}

node_is_new_enough() {
    local version
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    [ "${version%%.*}" -ge 20 ] && command -v npm >/dev/null
}

python_packages() {
    local groups=(local)
    if [ "$purpose" = tests ]; then groups+=(dev); fi
    if [ -f gateway/web/package.json ] && ! node_is_new_enough; then groups+=(node); fi
    if [ ! -x .venv/bin/python ]; then
        local program
        program=$(python_program)
        "$program" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
            || fail "Python 3.11 or newer is needed, found $("$program" --version 2>&1)"
        say "making .venv with $("$program" --version)"
        "$program" -m venv .venv
    fi
    local state
    state=$(cat pyproject.toml deploy/requirements.lock <(echo "${groups[*]}") | sha256sum)
    if [ "$(cat ".venv/installed-$purpose" 2>/dev/null)" = "$state" ]; then return; fi
    say "installing Python packages"
    .venv/bin/python deploy/dependencies.py "${groups[@]}" > .venv/requirements.in
    .venv/bin/pip install -q --no-input --disable-pip-version-check \
        -r .venv/requirements.in -c deploy/requirements.lock >&2 \
        || fail "pip could not install the Python packages"
    echo "$state" > ".venv/installed-$purpose"
}

system_packages
python_packages
if [ -f gateway/web/package.json ]; then bash deploy/web.sh install; fi
