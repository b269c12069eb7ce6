"""Whether the public gets to the evidence at all: dead links, pages that only look alive, walls in front of it."""

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ita_portal.lib.fetch import LATER, Fetched, Trouble
from ita_portal.lib.web_pages import FEW_BESIDE, is_log_in_place, is_of_log_in_host, likeness
from records.templatetags.thai import moment_be
from submissions.checks.case import Case, Family, Finding, Kind
from submissions.checks.ways import place_of
from submissions.documents import Document, Form, Mark
from submissions.enums import Grade, Outcome, Reason

DEAD_AFTER = 3  # failures in a row …
DEAD_WITHIN = datetime.timedelta(hours=24)  # … over at least so long: one failure is no verdict
SLOW = 10.0  # seconds
ALIKE = 0.9  # of what stands on a page beside what is on every page of its site, with the host's own "not found"
NOT_ASKABLE = (Trouble.MALFORMED, Trouble.REFUSED)
NO_ANSWER = (Trouble.NO_NAME, Trouble.UNREACHABLE, Trouble.HANDSHAKE, Trouble.SLOW, Trouble.REDIRECTS, Trouble.BROKEN)
CLOSED_DOORS = (403, 407, 429, 451)  # often only shut to programs: a person may get in

TROUBLES = {
    Trouble.NO_NAME: gettext_lazy("nobody knows this website's name"),
    Trouble.UNREACHABLE: gettext_lazy("the website does not answer"),
    Trouble.HANDSHAKE: gettext_lazy("no secure connection (https) to the website comes about"),
    Trouble.SLOW: gettext_lazy("the answer took too long"),
    Trouble.REDIRECTS: gettext_lazy("the address leads round in a circle"),
    Trouble.BROKEN: gettext_lazy("the website's answer cannot be read"),
}


def _said(facts: dict) -> dict:
    """What the address answered, and when, in words."""
    if facts.get("trouble"):
        said = TROUBLES.get(facts["trouble"], facts["trouble"])
    else:
        said = _("it answers %(status)s") % {"status": facts.get("status", "")}
    return {**facts, "said": said, "since": _moment(facts.get("since")), "worked": _worked(facts)}


def _moment(text: str | None) -> str:
    return moment_be(datetime.datetime.fromisoformat(text)) if text else ""


def _worked(facts: dict) -> str:
    if facts.get("worked"):
        return _("It worked last on %(moment)s.") % {"moment": _moment(facts["worked"])}
    return _("It never worked since it was handed in.")


def _barred(facts: dict) -> dict:
    if facts.get("box"):
        return {**facts, "why": _("The page has a box to log in; whether the evidence lies behind it could not be seen.")}
    return {**facts, "why": _("The website does not let the portal in (%(status)s).") % {"status": facts.get("status", "")}}


ANSWERS = Kind(
    "reach.answers",
    Reason.R13,
    Grade.FACT,
    found=gettext_lazy("The link is dead: %(said)s, %(failures)s times since %(since)s. %(worked)s Give the address that works."),
    unknown=gettext_lazy(
        "The link did not answer as it should: %(said)s. One failure is no verdict; it is tried again at other hours. %(worked)s"
    ),
    clear=gettext_lazy("The link answers."),
    words=_said,
)
ADDRESS = Kind(
    "reach.address",
    Reason.R13,
    Grade.FACT,
    found=gettext_lazy("The public cannot open this address: it is not a full address on the internet. Check how it is written."),
    unknown=gettext_lazy("This installation of the portal does not open links; open it yourself and look."),
    clear=gettext_lazy("It is an address that everybody can open."),
)
TLS = Kind(
    "reach.tls",
    Reason.R13,
    Grade.FACT,
    found=gettext_lazy("Browsers warn before this page: the website's certificate is not valid. Ask whoever runs the website."),
    unknown=gettext_lazy("The website's certificate could not be looked at."),
    clear=gettext_lazy("The website's certificate is valid."),
    version=2,
)
CHAIN = Kind(
    "reach.chain",
    Reason.R13,
    Grade.HINT,
    found=gettext_lazy(
        "The website does not send all of its certificate, so the portal could not look at the page. Most browsers mend that by "
        "themselves, some warn; ask whoever runs the website to add the certificate in between."
    ),
    unknown=gettext_lazy("Whether the website sends all of its certificate could not be seen."),
    clear=gettext_lazy("The website sends all of its certificate."),
)
NOT_FOUND = Kind(
    "reach.not_found_page",
    Reason.R13,
    Grade.FACT,
    found=gettext_lazy(
        "The page only looks alive: it is the same page that the website shows for addresses that do not exist. Give the page itself."
    ),
    unknown=gettext_lazy("Whether this is the website's “not found” page could not be seen."),
    clear=gettext_lazy("It is a page of its own, not the website's “not found”."),
    version=2,
)
LOG_IN = Kind(
    "reach.log_in",
    Reason.R14,
    Grade.FACT,
    found=gettext_lazy(
        "The link leads to a log-in page; an assessor cannot get any further. Put it where everybody can read it."
    ),
    unknown=gettext_lazy("%(why)s Open the link without logging in and look."),
    clear=gettext_lazy("It opens without a log-in."),
    version=2,
    words=_barred,
)
SCRIPTED = Kind(
    "reach.scripted",
    Reason.R13,
    Grade.HINT,
    found=gettext_lazy("The page is empty until a browser fills it."),
    unknown=gettext_lazy("The page is empty until a browser fills it, so its content could not be checked. Open it and look."),
    clear=gettext_lazy("The page can be read without running it."),
)
MOVED = Kind(
    "reach.moved",
    Reason.R13,
    Grade.HINT,
    found=gettext_lazy("The address leads on to %(final)s. Give that one; the old one may stop working."),
    unknown=gettext_lazy("Where the address leads could not be seen."),
    clear=gettext_lazy("The address is the page's own."),
)
QUICK = Kind(
    "reach.quick",
    Reason.R13,
    Grade.HINT,
    found=gettext_lazy("The page took %(seconds)s seconds. Whoever looks may give up before."),
    unknown=gettext_lazy("How fast the page is could not be seen."),
    clear=pgettext_lazy("a page", "It comes in good time."),
)


def look(case: Case) -> Iterator[Finding]:
    """All that one answer of the server shows. Says nothing of files that were handed in."""
    fetched = case.fetched
    if fetched is None:
        return
    measured = {
        "status": fetched.status,
        "trouble": fetched.trouble or "",
        "detail": fetched.detail,
        "seconds": round(fetched.seconds, 2),
        "hops": [[hop.url, hop.status] for hop in fetched.hops],
    }
    if fetched.trouble == Trouble.CLOSED:
        yield Finding(ADDRESS.name, Outcome.UNKNOWN, measured=measured)
        return
    yield Finding(ADDRESS.name, Outcome.FOUND if fetched.trouble in NOT_ASKABLE else Outcome.CLEAR, measured=measured)
    if fetched.trouble in NOT_ASKABLE:
        return
    if not (case.past.failures and says_nothing(fetched)):  # then it stands as it stood
        yield _answers(case, fetched, measured)
    if fetched.trouble in (Trouble.TLS, Trouble.HANDSHAKE):
        yield Finding(TLS.name, Outcome.FOUND if fetched.trouble == Trouble.TLS else Outcome.UNKNOWN, measured=measured)
    elif fetched.trouble == Trouble.CHAIN:
        yield Finding(CHAIN.name, Outcome.FOUND, measured=measured)
    elif not fetched.trouble and fetched.final_url.startswith("https:"):
        yield Finding(TLS.name, Outcome.CLEAR, measured=measured)
        yield Finding(CHAIN.name, Outcome.CLEAR, measured=measured)
    yield from _door(case, fetched, measured)
    if fetched.fine:
        yield from _alive(case, fetched, measured)


def _answers(case: Case, fetched: Fetched, measured: dict) -> Finding:
    past = case.past
    facts = {"status": fetched.status, "trouble": fetched.trouble or ""}
    if past.worked_at:
        facts["worked"] = past.worked_at.isoformat()
    if not is_failure(fetched):
        return Finding(ANSWERS.name, Outcome.CLEAR, facts, measured)
    failures, since = past.failures + 1, past.failing_since or case.now
    facts |= {"failures": failures, "since": since.isoformat()}
    dead = failures >= DEAD_AFTER and case.now - since >= DEAD_WITHIN
    return Finding(ANSWERS.name, Outcome.FOUND if dead else Outcome.UNKNOWN, facts, measured)


def is_failure(fetched: Fetched) -> bool:
    """Whether this look speaks against the link. A door that is shut to programs does not, nor does an invalid certificate."""
    if fetched.trouble:
        return fetched.trouble in NO_ANSWER
    return fetched.status >= 400 and fetched.status not in (401, *CLOSED_DOORS)


def says_nothing(fetched: Fetched) -> bool:
    """Neither that the link works nor that it is dead: what was said of it before stays."""
    return not fetched.fine and not is_failure(fetched)


def _door(case: Case, fetched: Fetched, measured: dict) -> Iterator[Finding]:
    if fetched.status in CLOSED_DOORS:
        yield Finding(LOG_IN.name, Outcome.UNKNOWN, {"status": fetched.status}, measured)
    elif fetched.status == 401 or (fetched.fine and _asks_to_log_in(case, fetched)):
        yield Finding(LOG_IN.name, Outcome.FOUND, {"status": fetched.status}, measured)
    elif fetched.fine and case.document and case.document.has(Mark.LOG_IN_BOX):
        yield Finding(LOG_IN.name, Outcome.UNKNOWN, {"status": fetched.status, "box": True}, measured)
    elif fetched.fine and not fetched.unchanged:
        yield Finding(LOG_IN.name, Outcome.CLEAR, {"status": fetched.status}, measured)


def _asks_to_log_in(case: Case, fetched: Fetched) -> bool:
    """A page to log in: by its form, by its host, or by its path if it was sent to or holds hardly anything."""
    page = case.document
    if is_of_log_in_host(fetched.final_url) or (page and page.has(Mark.PASSWORD)):
        return True
    if page is None or page.form != Form.HTML or not is_log_in_place(fetched.final_url):
        return False
    return place_of(fetched.final_url) != place_of(case.handed.url) or len(page.text) < FEW_BESIDE


def _alive(case: Case, fetched: Fetched, measured: dict) -> Iterator[Finding]:
    final = case.leads_to
    away = place_of(final) != place_of(case.handed.url)
    yield Finding(MOVED.name, Outcome.FOUND if away else Outcome.CLEAR, {"final": final[:300]}, measured)
    slow = fetched.seconds > SLOW
    yield Finding(QUICK.name, Outcome.FOUND if slow else Outcome.CLEAR, {"seconds": round(fetched.seconds)}, measured)
    document = case.document
    if document is None or document.form != Form.HTML:
        return
    yield Finding(SCRIPTED.name, Outcome.UNKNOWN if document.has(Mark.SCRIPTED) else Outcome.CLEAR)
    if case.probe is not None and not _asks_to_log_in(case, fetched):
        yield _not_found(case, case.probe, document)


def _not_found(case: Case, probe: Fetched, document: Document) -> Finding:
    """Whether it is what the website shows for addresses that do not exist; one that answers those with an error shows it nowhere.

    The very page that unknown addresses are sent to, such as the home page, is itself for whoever asks for it.
    """
    measured: dict = {"probe": probe.status, "sent_to": probe.final_url}
    if document.has(Mark.SCRIPTED) or probe.trouble or probe.status in (*CLOSED_DOORS, *LATER):
        return Finding(NOT_FOUND.name, Outcome.UNKNOWN, measured=measured)
    asked, sent_to = place_of(case.handed.url), place_of(probe.final_url)
    if not probe.fine or asked == sent_to or asked[1:] == ("", ""):
        return Finding(NOT_FOUND.name, Outcome.CLEAR, measured=measured)
    measured["alike"] = round(likeness(document, case.missing), 3) if case.missing else 0.0
    same = measured["alike"] >= ALIKE or (case.fetched is not None and place_of(case.fetched.final_url) == sent_to)
    return Finding(NOT_FOUND.name, Outcome.FOUND if same else Outcome.CLEAR, measured=measured)


def next_try(failures: int, now: datetime.datetime | None = None) -> datetime.datetime:
    """When to look again after so many failures in a row: soon at first, then at other hours, then once a day."""
    waits = (10, 60, 6 * 60, 24 * 60)  # minutes
    minutes = waits[min(failures, len(waits)) - 1]
    return (now or timezone.now()) + datetime.timedelta(minutes=minutes)


FAMILY = Family("reach", (ANSWERS, ADDRESS, TLS, CHAIN, NOT_FOUND, LOG_IN, SCRIPTED, MOVED, QUICK), look)
