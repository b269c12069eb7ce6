#!/bin/sh
# Installs the Debian packages that a purpose needs: as root it does so, otherwise it prints the one line to run.
# Usage: system.sh demo|test|messages
set -eu
PDF="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libthai-data"
case "$1" in
    demo) wanted="$PDF" ;;
    test) wanted="$PDF postgresql redis-server chromium libatomic1 poppler-utils qpdf" ;;
    messages) wanted="gettext" ;;
    *) echo "usage: $0 demo|test|messages" >&2; exit 2 ;;
esac
command -v dpkg-query >/dev/null || exit 0
missing=""
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
    echo "Installing$missing …"
    # No cluster and no service is to be started: the tests start their own on private sockets.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    # shellcheck disable=SC2086 -- a list of names
    apt-get install -qq -y --no-install-recommends $missing >/dev/null 2>&1 || {
        apt-get update -qq
        apt-get install -qq -y --no-install-recommends $missing >/dev/null
    }
else
    echo "Debian packages are missing; ask an administrator to run:  sudo apt-get install --no-install-recommends$missing" >&2
    # The demonstration works without them, except for making PDF papers; `manage.py doctor` says so.
    [ "$1" = demo ] || exit 3
fi
