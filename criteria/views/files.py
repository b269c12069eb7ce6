"""An edition as a file, for the administrator: the same content as workbook or YAML."""

from django.http import Http404, HttpResponse

from accounts.http import PersonRequest
from criteria.content import edition_data
from criteria.exporters import edition_yaml
from criteria.models import Edition
from criteria.views.catalogue import load
from criteria.workbook import workbook_of
from ita_portal.lib.workbook import XLSX


def workbook(request: PersonRequest, code: str) -> HttpResponse:
    edition = _load(request, code)
    return _file(workbook_of(edition_data(edition)), XLSX, f"{edition.code}.xlsx")


def text(request: PersonRequest, code: str) -> HttpResponse:
    edition = _load(request, code)
    return _file(edition_yaml(edition).encode(), "application/yaml; charset=utf-8", f"{edition.code}.yaml")


def _load(request: PersonRequest, code: str) -> Edition:
    if not request.user.is_admin:
        raise Http404
    return load(request, code)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
