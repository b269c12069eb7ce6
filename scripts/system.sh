#!/bin/sh
# Installs the Debian packages that a purpose needs: as root it does so, otherwise it prints the one line to run.
# Usage: system.sh demo|test|messages
set -eu
PDF="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libthai-data"
case "$1" in
    demo) wanted="$PDF" ;;
    test) wanted="$PDF postgresql redis-server chromium libatomic1 poppler-utils qpdf default-jre-headless" ;;
    messages) wanted="gettext" ;;
    *) echo "usage: $0 demo|test|messages" >&2; exit 2 ;;
esac
purpose=$1

# The demonstration works without its packages, except for making PDF papers; `manage.py doctor` says so.
give_up() {
    [ "$purpose" = demo ] || exit 3
    echo "Going on without: papers cannot be made." >&2
    exit 0
}

command -v dpkg-query >/dev/null || exit 0
missing=""
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    echo "Debian packages are missing; ask an administrator to run:  sudo apt-get install --no-install-recommends$missing" >&2
    give_up
fi

echo "Installing$missing …"
# No cluster and no service is to be started: the tests start their own on private sockets.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
fi
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
install() {
    # shellcheck disable=SC2086 -- a list of names
    apt-get -o DPkg::Lock::Timeout=300 install -qq -y --no-install-recommends $missing
}
# The list of packages may be there already and fresh enough; if it is not, the second try says what is wrong.
install >/dev/null 2>&1 || { apt-get update -qq && install >/dev/null; } || {
    echo "They could not be installed; run:  apt-get update && apt-get install --no-install-recommends$missing" >&2
    give_up
}
