"""What changed from one edition to another: the memo, and its table as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from criteria.forms.difference import NarrowForm, PairForm
from criteria.models import Edition
from criteria.pages.difference import Memo, columns, memo
from criteria.queries import difference_of, edition_before, editions
from ita_portal.lib.workbook import XLSX, csv_of, workbook_of


def compare(request: PersonRequest) -> HttpResponse:
    """`?from=A&to=B`; without them the newest edition against the one before. `work` and `q` narrow the table,
    `all` unfolds the details, for paper."""
    known = editions(with_drafts=request.user.is_admin)
    pair = _pair(request, known)
    narrow = NarrowForm(request.GET)
    narrow.is_valid()
    initial = {"from": pair[0].code, "to": pair[1].code} if pair else {}
    context = {"form": PairForm(initial=initial, editions=known), "narrow": narrow, "unfolded": "all" in request.GET}
    if pair:
        found = _memo(pair)
        context["memo"] = found
        context["rows"] = found.narrowed(narrow.cleaned_data.get("work", ""), narrow.cleaned_data.get("q", ""))
    return render(request, "criteria/difference.html", context)


def table(request: PersonRequest, kind: str) -> HttpResponse:
    """The crosswalk as workbook or CSV, every cell text."""
    pair = _pair(request, editions(with_drafts=request.user.is_admin))
    if pair is None:
        raise Http404
    cells = [row.cells for row in _memo(pair).rows]
    content = workbook_of({_("Crosswalk"): (columns(), cells)}) if kind == "xlsx" else csv_of(columns(), cells)
    answer = HttpResponse(content, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{pair[0].code}-{pair[1].code}.{kind}"'
    return answer


def _memo(pair: tuple[Edition, Edition]) -> Memo:
    return memo(difference_of(*pair))


def _pair(request: PersonRequest, known: list[Edition]) -> tuple[Edition, Edition] | None:
    """The two editions that the address names; None where there are no two. 404 for one that the person may not see."""
    by_code = {edition.code: edition for edition in known}
    new = by_code.get(request.GET.get("to", ""))
    old = by_code.get(request.GET.get("from", ""))
    if ("to" in request.GET and new is None) or ("from" in request.GET and old is None):
        raise Http404
    new = new or next(iter(known), None)
    old = old or (edition_before(new, known) if new else None)
    return (old, new) if old and new and old != new else None
