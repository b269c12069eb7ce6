"""Notices by e-mail: one letter for a person, of everything that is unread and was not mailed.

A notice is marked as mailed in the transaction in which the mail server took the letter. A worker that is killed before
leaves both undone, and the letter is written again. Killed in the moment between the server's yes and our commit, the same
letter goes out a second time: at least once, never not at all. It then carries the same Message-ID, by which mail programs
know a repetition. Nothing of this ever runs in a person's request.
"""

import datetime
import logging
import smtplib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.enums import Digits, Mails
from accounts.models import User
from ita_portal.lib.thai import thai_digits
from ita_portal.lib.thai_html import with_thai_digits
from records.templatetags.thai import date_be
from submissions.models import Notice
from submissions.notices.reading import mine, told
from submissions.notices.texts import URGENT, Line, line

COLLECT = datetime.timedelta(minutes=5)  # "as it happens": what follows within this time comes in the same letter
STALE = datetime.timedelta(days=3)  # older news is left to the page
MOST = 60  # lines of one letter; the rest is in the portal

log = logging.getLogger(__name__)


@dataclass
class Group:
    """What a letter says of one agency's year: item by item, in official order; first what concerns the year as a whole."""

    year: str
    items: dict[str, list[Line]] = field(default_factory=dict)  # "O7 title" → its notices


@dataclass(frozen=True)
class Letter:
    person: User
    count: int
    nearest: datetime.date | None
    groups: list[Group]
    more: int


def _waiting(now: datetime.datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(read_at__isnull=True, mailed_at__isnull=True, at__gt=now - STALE, person__is_active=True)


def people_to_mail(pace: str, now: datetime.datetime) -> list[int]:
    """Whose turn it is: "daily" for the morning's letter, otherwise those who want to know as it happens."""
    if pace == Mails.DAILY:
        found = _waiting(now).filter(person__mails=Mails.DAILY)
    else:
        wanted = Q(person__mails=Mails.AT_ONCE) | Q(person__mails=Mails.URGENT, verb__in=URGENT)
        found = _waiting(now).filter(wanted, at__lte=now - COLLECT)
    return sorted(set(found.values_list("person_id", flat=True)))


def mail_all(pace: str) -> Iterator[bool]:
    """Write to everybody whose turn it is, one transaction each; yields whether a letter left."""
    people = people_to_mail(pace, timezone.now())
    if not people:
        return
    with get_connection() as connection:
        for pk in people:
            yield mail_to(pk, connection)


@transaction.atomic
def mail_to(person_id: int, connection: BaseEmailBackend) -> bool:
    """The letter and the marks, together. A fault of the server undoes the marks; an address it refuses for good keeps them."""
    person = User.objects.get(pk=person_id)
    rows = _taken(person)
    letter = letter_of(person, rows)
    if letter is None:
        return False
    try:
        return bool(connection.send_messages([message_of(letter, rows)]))
    except (smtplib.SMTPRecipientsRefused, ValueError) as problem:
        if not _is_final(problem):
            raise
        log.warning("no mail to person %s, the address is refused: %s", person_id, type(problem).__name__)
        return False


def _taken(person: User) -> list[Notice]:
    """What waits for the person, marked as mailed until something goes wrong. What they may no longer see is not told."""
    waiting = _waiting(timezone.now()).filter(person=person)
    if person.mails == Mails.URGENT:
        waiting = waiting.filter(verb__in=URGENT)
    held = list(waiting.select_for_update(of=("self",)).values_list("pk", flat=True))
    Notice.objects.filter(pk__in=held).update(mailed_at=timezone.now())
    return list(told(mine(person)).filter(pk__in=held).order_by("assessment_id", "submission__item__number", "id"))


def _is_final(problem: Exception) -> bool:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in problem.recipients.values())
    return True  # the address itself cannot stand in a header


def letter_of(person: User, rows: list[Notice]) -> Letter | None:
    if not rows:
        return None
    with override(person.mail_language):
        lines = [line(notice) for notice in rows]
        today = timezone.localdate()
        nearest = min((each.due_on for each in lines if each.due_on and each.due_on >= today), default=None)
        return Letter(person, len(lines), nearest, _grouped(lines[:MOST]), max(0, len(lines) - MOST))


def _grouped(lines: Iterable[Line]) -> list[Group]:
    groups: dict[str, Group] = {}
    for each in lines:
        group = groups.setdefault(each.year, Group(each.year))
        group.items.setdefault(f"{each.code} {each.title}".strip(), []).append(each)
    for group in groups.values():
        group.items = {"": group.items[""], **group.items} if "" in group.items else group.items
    return list(groups.values())


def message_of(letter: Letter, rows: list[Notice]) -> EmailMultiAlternatives:
    """Plain text and HTML, in the person's language and digits. No header holds anything that a person typed."""
    with override(letter.person.mail_language):
        context = {"letter": letter, "portal": settings.PORTAL_URL, "subject": _subject(letter)}
        text = str(render_to_string("emails/notices.txt", context))
        html = str(render_to_string("emails/notices.html", context))
        subject = _subject(letter)
    if letter.person.digits == Digits.THAI:
        html, subject = with_thai_digits(html), thai_digits(subject)
        text = "\n".join(each if "://" in each else thai_digits(each) for each in text.split("\n"))
    settings_page = f"{settings.PORTAL_URL}/me/"
    headers = {"List-Unsubscribe": f"<{settings_page}>", "Auto-Submitted": "auto-generated", "Message-ID": _message_id(rows)}
    message = EmailMultiAlternatives(subject, text, to=[letter.person.email], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def _subject(letter: Letter) -> str:
    text = ngettext("%(n)s notice", "%(n)s notices", letter.count) % {"n": letter.count}
    if letter.nearest:
        text = _("%(notices)s, next due date %(day)s") % {"notices": text, "day": date_be(letter.nearest, "short")}
    return f"{_('ITA Portal')}: {text}"


def _message_id(rows: list[Notice]) -> str:
    """The same for the same letter, whoever writes it and how often."""
    keys = sorted(notice.pk for notice in rows)
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    return f"<notices.{rows[0].person_id}.{keys[0]}.{keys[-1]}.{len(keys)}@{host}>"
