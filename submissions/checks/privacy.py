"""Personal data that must not be published. What is found is told by page and last digits only, never kept or shown whole."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy, ngettext

from submissions.checks.case import Case, Family, Finding, Kind, Place
from submissions.documents import Document
from submissions.documents.skeletons import bones
from submissions.enums import Grade, Outcome, Reason

MANY = 15  # private numbers or addresses on one document: a list of people, not the contact of an office
MOST_PLACES = 5
NEAR = 60  # letters before a number that say what it is
_ID = re.compile(
    r"(?<![0-9.,/])(?:[1-8][0-9]{12}|[1-8]([ -])[0-9]{4}\1[0-9]{5}\1[0-9]{2}\1[0-9]|[1-8](?: [0-9]){12})(?![0-9]|[.,/][0-9])"
)
_PROVINCES = {*range(10, 28), *range(30, 50), *range(50, 59), *range(60, 68), *range(70, 78), *range(80, 87), *range(90, 97)}
_MOBILE = re.compile(r"(?<![0-9])0[689][0-9](?:[0-9]{7}|[ -][0-9]{3}[ -]?[0-9]{4}|[0-9][ -][0-9]{3}[ -]?[0-9]{3})(?![0-9])")
_MAIL = re.compile(
    r"[a-z0-9][a-z0-9._%+-]{0,63}@(?:gmail|hotmail|yahoo|outlook|live|icloud|windowslive|msn)\.(?:com|co\.th)(?![a-z])"
)
_CONTACTS = tuple(bones(word) for word in ("ติดต่อ", "ผู้บริหาร", "โครงสร้าง", "ช่องทาง", "Social", "Q&A"))
_CARD = re.compile("|".join(bones(word) for word in ("ประจำตัว", "บัตรประชาชน", "เลขบัตร", "id card", "citizen")))
_NOT_A_PERSON = re.compile("|".join(bones(word) for word in ("บาร์โค้ด", "barcode", "isbn", "เลขที่บัญชี", "ครุภัณฑ์")))

ID_NUMBERS = Kind(
    "privacy.id_numbers",
    Reason.R16,
    Grade.FACT,
    found=gettext_lazy(
        "%(count)s with a valid check digit stand in it. Publishing them may break the personal data protection act (PDPA): "
        "take the document down, black them out, and hand in the new file."
    ),
    unknown=gettext_lazy("Whether citizens' identification numbers stand in it could not be seen."),
    clear=gettext_lazy("No citizens' identification numbers were seen in it."),
    words=lambda facts: {
        "count": ngettext("%(n)s citizen's identification number", "%(n)s citizens' identification numbers", facts.get("n", 0))
        % {"n": facts.get("n", 0)}
    },
)
CONTACTS = Kind(
    "privacy.contacts",
    Reason.R16,
    Grade.HINT,
    found=gettext_lazy(
        "%(phones)s mobile telephone numbers and %(mails)s private e-mail addresses stand in it. "
        "If they are of private persons, take them out before it is published."
    ),
    unknown=gettext_lazy("Whether private persons' numbers stand in it could not be seen."),
    clear=gettext_lazy("No list of private telephone numbers or e-mail addresses was seen in it."),
    words=lambda facts: {"phones": facts.get("phones", 0), "mails": facts.get("mails", 0)},
)


def is_citizen_id(digits: str) -> bool:
    """Thirteen digits of a person: of a kind that is given to persons, of a province that exists, with the right check digit.

    Numbers that begin with 0 are of companies and offices; they are public.
    """
    if len(digits) != 13 or digits[0] not in "12345678" or int(digits[1:3]) not in _PROVINCES:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - total % 11) % 10 == int(digits[12])


def look(case: Case) -> Iterator[Finding]:
    """Says nothing of what has no text."""
    document = case.document
    if document is None or not document.text.strip():
        return
    yield _id_numbers(document)
    if not any(word in bones(case.asked.title) for word in _CONTACTS):
        text = "\n".join(one.text for one in document.skeletons)
        facts = {"phones": len(set(_MOBILE.findall(text))), "mails": len(set(_MAIL.findall(text)))}
        yield Finding(CONTACTS.name, Outcome.FOUND if max(facts.values()) >= MANY else Outcome.CLEAR, facts)


def _id_numbers(document: Document) -> Finding:
    seen: set[str] = set()
    places: list[Place] = []
    for index, page in enumerate(document.skeletons):
        for match in _ID.finditer(page.text):
            digits, lead = re.sub(r"[ -]", "", match[0]), page.text[max(0, match.start() - NEAR) : match.start()]
            apart = len(match[0]) > 2 * len(digits) - 2  # digit by digit, as in a form's boxes, and in a row of marks from 1 to 5
            if digits in seen or not is_citizen_id(digits) or _NOT_A_PERSON.search(lead) or (apart and not _CARD.search(lead)):
                continue
            seen.add(digits)
            if len(places) < MOST_PLACES:
                places.append(Place(document.number_of(index), f"x-xxxx-xxxxx-x{digits[11]}-{digits[12]}"))
    return Finding(ID_NUMBERS.name, Outcome.FOUND if seen else Outcome.CLEAR, {"n": len(seen)}, places=tuple(places))


FAMILY = Family("privacy", (ID_NUMBERS, CONTACTS), look)
