"""Whether a document is of the whole agency, as its head says. Only a suspicion: what it is of, its content decides."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from submissions.checks.case import Case, Family, Finding, Kind, Place
from submissions.documents import Document, Form
from submissions.documents.skeletons import Skeleton, bones, skeleton
from submissions.enums import Grade, Outcome, Reason

HEAD = 500  # letters of the first page that say whose it is
LOOKED = 4_000  # letters in which the agency itself may be named
SHORTEST = 4  # letters of a name that can be told apart
# What kind of organisation a name begins with, and how it is written short
KINDS = (
    ("องค์การบริหารส่วนตำบล", "อบต."),
    ("องค์การบริหารส่วนจังหวัด", "อบจ."),
    ("เทศบาลตำบล", "ทต."),
    ("เทศบาลเมือง", "ทม."),
    ("เทศบาลนคร", "ทน."),
    ("สำนักงานศึกษาธิการจังหวัด", "ศธจ."),
    ("โรงพยาบาล", "รพ."),
    ("มหาวิทยาลัย", "ม."),
    ("โรงเรียน", "รร."),
    ("จังหวัด", "จ."),
    ("อำเภอ", "อ."),
    ("กรม", "กรม"),
)

UNIT = Kind(
    "scope.unit",
    Reason.R2,
    Grade.HINT,
    found=gettext_lazy(
        "Its head names only %(unit)s, and the item asks for data of the whole agency. "
        "If it is of one unit, hand in the agency's; if it is of all, say so here."
    ),
    unknown=gettext_lazy("Whose data it holds could not be seen."),
    clear=gettext_lazy("It names the agency."),
)
OTHER = Kind(
    "scope.other",
    Reason.R2,
    Grade.HINT,
    found=gettext_lazy("Its head names %(other)s, and the agency is named nowhere at its beginning. Is it the right document?"),
    unknown=gettext_lazy("Whose document it is could not be seen."),
    clear=gettext_lazy("No other organisation was seen in its head."),
)


def look(case: Case) -> Iterator[Finding]:
    """Speaks of files only: a web page names its owner everywhere. Says nothing where nobody is named."""
    document = case.document
    if not case.asked.whole_agency or document is None or document.form == Form.HTML or not document.text.strip():
        return
    beginning = _beginning(case, document)
    units = [(unit, bones(unit)) for unit in case.house.unit_names if len(bones(unit)) >= SHORTEST]
    without = beginning.text
    for _unit, name in sorted(units, key=lambda pair: -len(pair[1])):
        without = without.replace(name, "#")
    if any(name in without for name in names_of(case.house.names)):
        yield Finding(UNIT.name, Outcome.CLEAR)
        return
    head = beginning.text[:HEAD]
    for unit, name in units:
        place = head.find(name)
        if place >= 0:
            shown = (Place(document.number_of(0), beginning.passage(place, place + len(name))),)
            yield Finding(UNIT.name, Outcome.FOUND, {"unit": unit}, places=shown)
            return
    yield from _other(case, document, beginning, head)


def _beginning(case: Case, document: Document) -> Skeleton:
    """What it is called, and its first letters."""
    texts = [case.handed.title, *(page.text for page in document.pages[:3])]
    return skeleton("\n".join(texts)[:LOOKED])


def names_of(names: tuple[str, ...]) -> set[str]:
    """The agency's names as skeletons, in full and as they are written short."""
    found = {bones(name.lower()) for name in names}
    for name in names:
        for full, short in KINDS:
            if name.startswith(full) and len(bones(name[len(full) :])) >= 2:
                found.add(bones(f"{short}{name[len(full) :].strip()}"))
    return {name for name in found if len(name) >= SHORTEST}


def _other(case: Case, document: Document, beginning: Skeleton, head: str) -> Iterator[Finding]:
    """Another organisation of the agency's own kind."""
    kind = next((full for full, _short in KINDS for name in case.house.names if name.startswith(full)), "")
    if not kind:
        return
    match = re.search(rf"{re.escape(bones(kind))}([ก-ๆ]{{3,40}})", head)
    if match:
        other = beginning.behind(match.start(), match.end())
        facts = {"other": " ".join(other.split())[:120]}
        place = Place(document.number_of(0), beginning.passage(*match.span()))
        yield Finding(OTHER.name, Outcome.FOUND, facts, places=(place,))


FAMILY = Family("scope", (UNIT, OTHER), look)
