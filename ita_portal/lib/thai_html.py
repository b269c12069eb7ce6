"""Thai digits in a page that is ready: only in the text that people read, never in what the machine reads.

Works on the finished HTML, so that it covers every page, filter, form and fragment, also those written later. It splits
the page as HTML's own rules do (comments, tags with quoted and unquoted values, elements whose content is no markup);
it does not build a tree, which would cost a hundred times as much.
"""

import re

from ita_portal.lib.thai import TO_THAI

_SPACE = r"[ \t\n\f\r]"
_END = rf"(?={_SPACE}|/|>|\Z)"  # of an element's name
_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)"""
_NAME = r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
_ATTRIBUTES = rf"(?:(?:{_SPACE}|/)++|{_NAME}(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+)*+"
_RAW = ("script", "style", "textarea", "xmp", "iframe", "noembed", "noframes")
_TOKEN = re.compile(
    "("
    + "|".join(
        [
            r"<!--(?:-?>|.*?(?:--!?>|\Z))",
            r"<[!?][^>]*+(?:>|\Z)|</(?![a-z])[^>]*+(?:>|\Z)",
            *(rf"<{name}{_END}{_ATTRIBUTES}(?:>|\Z).*?(?=</{name}{_END}|\Z)" for name in _RAW),
            rf"</?[a-z][^ \t\n\f\r/>]*+{_ATTRIBUTES}(?:>|\Z)",
            r"&(?:\#[0-9]++|\#x[0-9a-f]++|[a-z][a-z0-9]*+);?",
        ]
    )
    + ")",
    re.I | re.S,
)
_TAG = re.compile(rf"<(/?)([a-z][^ \t\n\f\r/>]*+)({_ATTRIBUTES})", re.I)
_ATTRIBUTE = re.compile(rf"({_NAME})(?:{_SPACE}*+={_SPACE}*+({_VALUE})?+)?+")
_AS_IS = frozenset({"code", "pre"})
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_DIGIT = re.compile("[0-9]")


def with_thai_digits(html: str) -> str:
    """The page with Thai digits in its text. Unchanged stay tags, comments, entities, scripts, styles, what stands in a
    text area, `code`, `pre`, an option that is its own value, and elements with the class `url` or `data-digits="as-is"`.
    """
    pieces = _TOKEN.split(html)  # text, token, text, …, text
    left_alone, depth = "", 0  # the element whose text stays as it is, and how many of its name are open
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            if not depth and _DIGIT.search(piece):
                pieces[place] = piece.translate(TO_THAI)
        elif depth:
            depth += _opened(piece, left_alone)
        elif _may_stay(piece) and (name := _stays(piece)):
            left_alone, depth = name, 1
    return "".join(pieces)


def _may_stay(token: str) -> bool:
    """Cheap to ask of every tag, so that few are looked at twice."""
    small = token.lower()
    return "url" in small or "as-is" in small or small.startswith(("<code", "<pre", "<option"))


def _opened(token: str, name: str) -> int:
    """1 where the token opens an element of that name, -1 where it closes one, else 0."""
    tag = _TAG.match(token)
    if tag is None or tag[2].lower() != name:
        return 0
    return -1 if tag[1] else 1


def _stays(token: str) -> str:
    """The name of the element that the token opens, if its text stays as it is."""
    tag = _TAG.match(token)
    if tag is None or tag[1] or (name := tag[2].lower()) in _VOID or name in _RAW:
        return ""
    if name in _AS_IS:
        return name
    values: dict[str, str] = {}
    for key, value in _ATTRIBUTE.findall(tag[3]):
        values.setdefault(key.lower(), value.strip("\"'") if value[:1] in "\"'" else value)
    own_value = name == "option" and "value" not in values
    marked = "url" in values.get("class", "").split() or values.get("data-digits") == "as-is"
    return name if own_value or marked else ""
