"""Real PostgreSQL and Redis for one test run, on private sockets below a short temporary folder; stopped when it ends.

Loaded as a pytest plugin (`-p tests.services`), so that the settings, which read the environment, find them.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "ita_portal.settings_test"  # before the first import of ours names another

from ita_portal.lib.processes import stop, wait_for

ROOT = Path(tempfile.mkdtemp(prefix="ita-"))
ROOT.chmod(0o755)


def _postgres_bin() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise SystemExit("PostgreSQL is missing; run `make test`, which installs it or says how.")
    return found[-1]


def _start_postgres() -> str:
    """A throw-away cluster; as root it runs as the user postgres, who may not be root."""
    folder = ROOT / "pg"
    folder.mkdir()
    become: dict = {}
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        become = {"user": "postgres", "group": owner.pw_gid, "cwd": folder}
    programs, data = _postgres_bin(), folder / "data"
    # With the C locale, trigrams of Thai text do not exist.
    setup = [programs / "initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres", "--auth=trust", "--no-sync"]
    subprocess.run(setup, check=True, stdout=subprocess.DEVNULL, **become)
    options = [
        "-c",
        "listen_addresses=",
        "-c",
        f"unix_socket_directories={folder}",
        "-c",
        "fsync=off",
        "-c",
        "full_page_writes=off",
    ]
    log = (ROOT / "postgres.log").open("wb")
    server = subprocess.Popen([programs / "postgres", "-D", data, *options], stdout=log, stderr=log, **become)
    atexit.register(stop, server, quick=True)
    ready = [programs / "pg_isready", "-q", "-h", folder, "-U", "postgres"]
    wait_for(lambda: subprocess.run(ready, check=False).returncode == 0, seconds=30, what="PostgreSQL")
    return f"postgres://postgres@/postgres?host={folder}"


def _start_redis() -> str:
    program = shutil.which("redis-server")
    if not program:
        raise SystemExit("redis-server is missing; run `make test`, which installs it or says how.")
    socket = ROOT / "redis.sock"
    log = (ROOT / "redis.log").open("wb")
    server = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", ROOT], stdout=log, stderr=log
    )
    atexit.register(stop, server)
    wait_for(socket.exists, seconds=10, what="Redis")
    return f"unix://{socket}"


atexit.register(shutil.rmtree, ROOT, ignore_errors=True)  # registered first, runs last
os.environ["VAR_DIR"] = str(ROOT / "var")
os.environ["MEDIA_ROOT"] = str(ROOT / "var" / "media")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs a loop of its own
(ROOT / "var").mkdir()
if os.environ.get("TEST_DB") != "sqlite":
    os.environ["DATABASE_URL"] = _start_postgres()
    os.environ["REDIS_URL"] = _start_redis()
