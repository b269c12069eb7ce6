#!/bin/sh
# Makes .venv and puts uv into it. A bare Debian has neither ensurepip nor pip inside a new environment, so neither is used.
set -eu
test -x .venv/bin/python || python3 -m venv --without-pip .venv
if ! python3 -m pip --version >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        echo "Installing python3-pip …"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-pip >/dev/null
    else
        echo "pip is missing; ask an administrator to run:  sudo apt-get install --no-install-recommends python3-pip" >&2
        exit 3
    fi
fi
python3 -m pip install -q --disable-pip-version-check --target .venv/uv uv 2>/dev/null || python3 -m pip install --target .venv/uv uv
