"""Real PostgreSQL and Redis for one test run, on private sockets below a short temporary folder; stopped when it ends.

Loaded as a pytest plugin (`-p tests.services`), so that the settings, which read the environment, find them.
"""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "ita_portal.settings_test"  # before the first import of ours names another

from ita_portal.lib.processes import start, stop, wait_for

# Not TMPDIR: a socket's path may have a hundred characters, and the user postgres must be able to enter.
ROOT = Path(tempfile.mkdtemp(prefix="ita-", dir="/tmp"))
ROOT.chmod(0o755)
SQLITE = os.environ.get("TEST_DB") == "sqlite"


def _postgres_bin() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise SystemExit("PostgreSQL is missing; run `make test`, which installs it or says how.")
    return found[-1].parent


def _start_postgres() -> str:
    """A throw-away cluster; as root it runs as the user postgres, because it refuses to be root."""
    user = "postgres" if os.geteuid() == 0 else None
    folder = ROOT / "pg"
    folder.mkdir()
    if user:
        shutil.chown(folder, user)
    programs, data = _postgres_bin(), folder / "data"
    # With the C locale, trigrams of Thai text do not exist.
    setup = [programs / "initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres", "--auth=trust", "--no-sync"]
    subprocess.run(setup, check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder)
    settings = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "off", "full_page_writes": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    fast = signal.SIGINT  # PostgreSQL's fast shutdown: does not wait for its clients
    server = start([programs / "postgres", "-D", data, *options], log=ROOT / "postgres.log", cwd=folder, user=user, farewell=fast)
    atexit.register(stop, server, by=fast)
    ready = [programs / "pg_isready", "-q", "-h", folder, "-U", "postgres"]
    wait_for(lambda: subprocess.run(ready, check=False).returncode == 0, seconds=30, what="PostgreSQL")
    return f"postgres://postgres@/postgres?host={folder}"


def _start_redis() -> None:
    program = shutil.which("redis-server")
    if not program:
        raise SystemExit("redis-server is missing; run `make test`, which installs it or says how.")
    server = start([program, "--port", "0", "--unixsocket", REDIS, "--save", "", "--dir", ROOT], log=ROOT / "redis.log")
    atexit.register(stop, server)
    wait_for(REDIS.exists, seconds=10, what="Redis")


REDIS = ROOT / "redis.sock"
VAR = ROOT / "var"
VAR.mkdir()
atexit.register(shutil.rmtree, ROOT, ignore_errors=True)  # registered first, runs last
# A developer's .env may name a real database, broker, seal or mail server: nothing of it may reach the tests.
os.environ.update(
    DATABASE_URL=f"sqlite:///{VAR / 'portal.sqlite3'}" if SQLITE else _start_postgres(),
    REDIS_URL=f"unix://{REDIS}",
    VAR_DIR=str(VAR),
    MEDIA_ROOT=str(VAR / "media"),
    STATIC_DIR=str(VAR / "static"),
    SECRET_KEY="only-for-tests",
    ALLOWED_HOSTS="localhost,127.0.0.1",
    CSRF_TRUSTED_ORIGINS="",
    PORTAL_URL="http://localhost:8000",
    HTTPS="False",
    BEHIND_PROXY="False",
    DEBUG="False",
    DEMO="False",
    SIGNING_P12="",
    SIGNING_PASSWORD="",
    SIGNING_TRUSTED_ROOTS="",
    TSA_URL="",
    FETCH_OUTSIDE="False",
    FETCH_PAUSE="0",
    FETCH_SITES="",
    EMAIL_URL="memorymail://",
)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs a loop of its own
if not SQLITE:
    _start_redis()
