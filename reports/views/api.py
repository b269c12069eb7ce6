"""The read-only API for programs: the catalogue, and published years."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse

from criteria.enums import EditionState
from criteria.exporters import edition_json
from criteria.queries import edition_by_code, editions
from reports import queries
from reports.exporters import year_json
from reports.publishing import shown_year


def _json(data: dict) -> JsonResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


@login_not_required
def edition_list(request: HttpRequest) -> JsonResponse:
    """Every published edition."""
    items = [
        {
            "code": edition.code,
            "fiscal_year": edition.fiscal_year,
            "programme": edition.programme,
            "title": edition.title,
            "verified": edition.verified,
            "item_count": edition.item_count,
        }
        for edition in editions()
    ]
    return _json({"count": len(items), "items": items})


@login_not_required
def edition(request: HttpRequest, code: str) -> JsonResponse:
    """One edition with all its items and components."""
    found = edition_by_code(code)
    if found is None or found.state == EditionState.DRAFT:
        raise Http404
    return _json(edition_json(found))


@login_not_required
def assessment_list(request: HttpRequest) -> JsonResponse:
    """Every published year of every agency."""
    items = [
        {
            "agency": year.agency.slug,
            "name": year.agency.name,
            "edition": year.edition.code,
            "fiscal_year": year.edition.fiscal_year,
        }
        for year in queries.published_years()
    ]
    return _json({"count": len(items), "items": items})


@login_not_required
def assessment(request: HttpRequest, agency: str, edition: str) -> JsonResponse:
    """One published year."""
    found = queries.published(agency, edition)
    if found is None:
        raise Http404
    return _json(year_json(shown_year(found)))
