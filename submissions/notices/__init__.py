"""What people should know: written with the deed that it tells of, read in the page, sent by mail."""

from submissions.notices.reading import mark_all_read, newest, opened, unread_count
from submissions.notices.reminders import remind
from submissions.notices.writing import (
    of_assignment,
    of_chase,
    of_comment,
    of_extension,
    of_filled,
    of_link,
    of_step,
    of_virus,
    of_windows,
    of_withdrawn,
    of_year,
)

__all__ = [
    "mark_all_read",
    "newest",
    "of_assignment",
    "of_chase",
    "of_comment",
    "of_extension",
    "of_filled",
    "of_link",
    "of_step",
    "of_virus",
    "of_windows",
    "of_withdrawn",
    "of_year",
    "opened",
    "remind",
    "unread_count",
]
