#!/usr/bin/env bash
# The front end's steps: install, build, check, types. Nothing is done twice
# for the same sources.
set -euo pipefail
cd "$(dirname "$0")/.."
# deploy/install.sh puts a Node there when the machine's own is missing or too old.
if [ -x .venv/bin/node ]; then export PATH="$PWD/.venv/bin:$PATH"; fi
web=gateway/web

say() { printf 'web: %s\n' "$*" >&2; }

digest_of() { # digest_of PATH…: one hash over the files' names and contents
    find "$@" -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}

install() {
    local state
    state=$(digest_of $web/package.json $web/package-lock.json)
    if [ "$(cat $web/node_modules/.installed 2>/dev/null)" = "$state" ]; then return; fi
    say "installing packages"
    mkdir -p build
    if ! (cd $web && npm ci --no-audit --no-fund --loglevel=error) >build/npm.log 2>&1; then
        head -n 12 build/npm.log >&2
        say "npm could not install the front-end packages, see build/npm.log"
        exit 1
    fi
    echo "$state" > $web/node_modules/.installed
}

sources_digest() {
    (shopt -s nullglob
        digest_of $web/src $web/public $web/index.html $web/package-lock.json $web/*.ts $web/*.js $web/*.json)
}

build() {
    install
    local state
    state=$(sources_digest)
    if [ "$(cat $web/dist/.built 2>/dev/null)" = "$state" ]; then return; fi
    say "building"
    mkdir -p build
    if ! (cd $web && npm run --silent build) >build/web.log 2>&1; then
        tail -n 25 build/web.log >&2
        say "the front end could not be built, see build/web.log"
        exit 1
    fi
    echo "$state" > $web/dist/.built
}

types() {
    install
    (cd $web && npm run --silent api) >/dev/null
}

check() {
    install
    (cd $web && npx --no-install biome check . && npm run --silent typecheck && npm run --silent test)
    build
    (cd $web && npm run --silent --if-present budget)
}

case ${1:-} in
    install | build | check | types) "$1" ;;
    *) say "usage: web.sh install|build|check|types"; exit 2 ;;
esac
