"""The worker looks at evidence: fetches it, reads it, lets the checks speak, and keeps what they say."""

from submissions.inspecting.cases import Gathered, case_of_address, gather
from submissions.inspecting.looking import AT_ONCE, look_at, look_at_addresses
from submissions.inspecting.outside import can_open, fetch_all, opens_anything
from submissions.inspecting.walking import find_ways

__all__ = [
    "AT_ONCE",
    "Gathered",
    "can_open",
    "case_of_address",
    "fetch_all",
    "find_ways",
    "gather",
    "look_at",
    "look_at_addresses",
    "opens_anything",
]
