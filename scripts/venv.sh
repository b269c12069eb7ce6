#!/bin/sh
# Makes .venv and puts uv into it. A bare Debian has neither ensurepip nor pip inside a new environment, so neither is used.
set -eu
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; python3 here is $(python3 --version 2>&1)." >&2
    exit 3
}
if ! python3 -m pip --version >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-pip …"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -qq -y --no-install-recommends python3-pip >/dev/null
    else
        echo "pip is missing; ask an administrator to run:  sudo apt-get install --no-install-recommends python3-pip" >&2
        exit 3
    fi
fi
.venv/bin/python -c '' 2>/dev/null || python3 -m venv --without-pip .venv
rm -rf .venv/uv # what an interrupted try may have left
python3 -m pip install -qq --disable-pip-version-check --root-user-action ignore --target .venv/uv uv
