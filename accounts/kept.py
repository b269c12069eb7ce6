"""A form that arrived when nobody was logged in any more: carried through the log-in, signed, and offered to be sent."""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

SALT = "accounts.kept"
A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Kept:
    """Where the form was going and what was in it. Files cannot be carried; their names are, so that they can be asked for."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def texts(self) -> list[str]:
        """What a person wrote, to be looked at before it is sent."""
        return [value for _name, value in self.fields if " " in value.strip() or len(value) > 20]


def keep(request: HttpRequest) -> str:
    """The form as a signed string; empty when nothing was sent."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    files = [upload.name for uploads in request.FILES.lists() for upload in uploads[1]]
    if not fields and not files:
        return ""
    return signing.dumps({"path": request.path, "fields": fields, "files": files}, salt=SALT, compress=True)


def read(signed: str) -> Kept | None:
    """What `keep` signed within the last day; None for anything else."""
    try:
        content = signing.loads(signed, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    return Kept(content["path"], [(name, value) for name, value in content["fields"]], content["files"])
