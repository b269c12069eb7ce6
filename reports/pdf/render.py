"""HTML of our own templates to a tagged PDF/A-3a and PDF/UA-1, in a limited child. The same input gives the same bytes."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ita_portal.lib.sandbox import ChildFailed, Limits, run_module
from reports.pdf.fonts import built_fonts

MAX_HTML = 3_000_000  # characters; a year of 43 items has about 150,000
STYLE = Path(__file__).with_name("paper.css")
SHEET_STYLE = Path(__file__).with_name("sheet.css")


class RenderError(Exception):
    """The paper could not be set; the message is a sentence."""


@dataclass(frozen=True)
class Attached:
    """A file that travels inside the paper, such as its data for machines."""

    name: str  # ASCII: readers show others differently
    content: bytes
    description: str


def render_in_child(
    html: str,
    *,
    title: str,
    description: str,
    created: datetime,
    identifier: bytes,
    attachments: Sequence[Attached] = (),
    styles: Sequence[Path] = (STYLE,),
    limits: Limits | None = None,
) -> bytes:
    """Set the page. `created` and `identifier` go into the file, so that equal input gives equal bytes.

    A child for every paper: starting it costs less than setting the paper, its memory goes with it, and its limits are its own.
    Raises RenderError with a sentence when the text is too long or the renderer fails or exceeds its limits.
    """
    if len(html) > MAX_HTML:
        raise RenderError(_("The text is too long for one paper."))
    task = {
        "html": html,
        "css": "\n".join(style.read_text(encoding="utf-8") for style in styles),
        "title": title,
        "description": description,
        "created": created.astimezone(UTC).isoformat(),
        "identifier": base64.b64encode(identifier).decode(),
        "attachments": [
            {"name": one.name, "description": one.description, "content": base64.b64encode(one.content).decode()}
            for one in attachments
        ],
        "fonts": {face: str(path) for face, path in built_fonts(Path(settings.VAR_DIR) / "fonts").items()},
    }
    try:
        return run_module("reports.pdf.child", json.dumps(task).encode(), limits)
    except ChildFailed as failure:
        raise RenderError(_("The paper could not be set: %(reason)s") % {"reason": failure}) from failure
