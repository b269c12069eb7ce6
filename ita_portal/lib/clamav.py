"""Asking a ClamAV daemon about bytes. No daemon, a slow one or one that answers oddly is no verdict."""

import logging
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket

log = logging.getLogger(__name__)

SECONDS = 15.0  # of silence after which the daemon counts as down
PORT = 3310


class NoVerdict(Exception):
    """The daemon could not be asked, or did not say."""


@dataclass(frozen=True)
class Scanned:
    """What the daemon said: the name of what it found, or nothing, or that it takes no file so large."""

    found: str = ""
    too_large: bool = False


def problem_of(address: str) -> str:
    """Why this is no address of a daemon, or an empty string."""
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        return ""
    try:
        good = parts.scheme == "tcp" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    return "" if good else "tcp://host:3310 or unix:///path/to/clamd.ctl"


def scan(address: str, content: BinaryIO, seconds: float = SECONDS) -> Scanned:
    """Send the bytes to the daemon at `address` (tcp://host:port, unix:///path). Raises NoVerdict."""
    try:
        answers = _daemon(address, seconds).instream(content)
    except BufferTooLongError:
        return Scanned(too_large=True)
    except (ClamdError, OSError, ValueError) as problem:
        if _hung_up(problem) and _is_up(address):
            return Scanned(too_large=True)
        raise NoVerdict(f"{type(problem).__name__}: {problem}") from problem
    for status, found in answers.values():
        if status == "FOUND":
            return Scanned(found or "?")
        if status == "OK":
            return Scanned()
    raise NoVerdict(f"the daemon answered {answers}")


def _hung_up(problem: BaseException) -> bool:
    """The daemon says that a file is too large and closes at once; whoever is still sending then mostly sees the closing only."""
    return isinstance(problem.__cause__ or problem, BrokenPipeError | ConnectionResetError)


def _is_up(address: str) -> bool:
    try:
        return bool(version(address))
    except NoVerdict:
        return False


def version(address: str, seconds: float = 3.0) -> str:
    """What the daemon calls itself, with the age of its signatures. Raises NoVerdict."""
    try:
        return _daemon(address, seconds).version().strip()
    except (ClamdError, OSError, ValueError) as problem:
        raise NoVerdict(f"{type(problem).__name__}: {problem}") from problem


def _daemon(address: str, seconds: float) -> ClamdNetworkSocket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        return ClamdUnixSocket(parts.path, timeout=seconds)  # type: ignore[arg-type]  # a float does as well
    return ClamdNetworkSocket(parts.hostname or "", parts.port or PORT, timeout=seconds)
