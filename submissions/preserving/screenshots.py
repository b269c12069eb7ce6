"""Pictures of copied pages, as a browser shows them: taken after the copy by a job of their own, so that no check waits for a browser."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ita_portal.lib.sandbox import ChildFailed
from ita_portal.lib.screenshot import MEDIA_TYPE, picture_of
from records.actions import ask
from submissions.guarding import guard
from submissions.models import Screenshot, Snapshot
from submissions.preserving.content import keep_content

log = logging.getLogger(__name__)

SCREENSHOTS = "evidence.screenshots"
PAGES = ("text/html", "application/xhtml+xml")
SCREENSHOTS_AT_ONCE = 3  # in one job: no other job waits for more
SOON = datetime.timedelta(hours=6)  # later a picture could show what did not stand there when the copy was taken


def ask_for_screenshots(copies: Iterable[Snapshot]) -> None:
    """Have the worker take a picture of each copied page, in the transaction that keeps the copies. Asks for nothing where no
    browser is named."""
    if not settings.SCREENSHOT_BROWSER:
        return
    pages: dict[str, list[int]] = defaultdict(list)
    for copy in copies:
        if copy.content and copy.media_type in PAGES:
            pages[copy.evidence.submission.assessment.scope].append(copy.pk)
    for scope, numbers in pages.items():
        ask_for_screenshots_of(scope, numbers, [])


def ask_for_screenshots_of(scope: str, copies: list[int], again: list[int]) -> None:
    """`again`: those that were tried once."""
    if copies or again:
        ask(SCREENSHOTS, by=None, scope=scope, copies=copies, again=again)


def screenshots_due(numbers: list[int], now: datetime.datetime) -> QuerySet[Snapshot]:
    """Those of these copies that want a picture now: of the same evidence with the same bytes there is none yet."""
    same = Screenshot.objects.filter(copy__evidence=OuterRef("evidence"), copy__content=OuterRef("content"))
    fresh = Snapshot.objects.filter(pk__in=numbers, taken_at__gt=now - SOON)
    return fresh.exclude(Exists(same)) if settings.SCREENSHOT_BROWSER else fresh.none()


def take_screenshot(copy: Snapshot) -> bool:
    """Keep a picture of the copied page. False where it gave none: the copy stays without, and the log says why."""
    try:
        picture = picture_of(copy.address, browser=settings.SCREENSHOT_BROWSER, guard=guard())
        content = keep_content(picture, MEDIA_TYPE)
    except (ChildFailed, OSError) as problem:  # OSError: the file store took nothing
        log.warning("no picture of copy %s: %s", copy.key, problem)
        return False
    Screenshot.objects.get_or_create(copy=copy, defaults={"content": content, "taken_at": timezone.now()})
    return True
