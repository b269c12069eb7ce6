"""Thai digits in finished HTML: what a browser reads from the page must be the same, but for the digits of its text."""

import random

import pytest
import tinyhtml5

from ita_portal.lib.thai import thai_digits
from ita_portal.lib.thai_html import with_thai_digits

AWKWARD = [
    ('<p title="5>4">O7 &#39; &frac12; 12</p>', '<p title="5>4">O๗ &#39; &frac12; ๑๒</p>'),
    ("<p title=it's>5</p><p title=it's>6", "<p title=it's>๕</p><p title=it's>๖"),
    ('<p ="x>y">3</p>', '<p ="x>y">๓</p>'),
    ("<code>1<code>2</code>3</code>4", "<code>1<code>2</code>3</code>๔"),
    ("<pre>1<b>2</b></pre>3", "<pre>1<b>2</b></pre>๓"),
    ("<option>1</option><option value=2>2</option>", "<option>1</option><option value=2>๒</option>"),
    ('<a class="x url">1<a>2</a>3</a>4', '<a class="x url">1<a>2</a>3</a>๔'),
    ('<a class="curl urls">1</a>', '<a class="curl urls">๑</a>'),
    ("<b data-digits='as-is'>1<i>2</i></b>3", "<b data-digits='as-is'>1<i>2</i></b>๓"),
    ("<br class=url>3<input class=url value=4>5", "<br class=url>๓<input class=url value=4>๕"),
    ("<script>if (1<2) '</b>3'</script>4", "<script>if (1<2) '</b>3'</script>๔"),
    ("<SCRIPT >1</scripts>2</script x=3>4", "<SCRIPT >1</scripts>2</script x=3>๔"),
    ("<style>a{width:1px}</style>2", "<style>a{width:1px}</style>๒"),
    ("<textarea>\n3</p></textarea >4", "<textarea>\n3</p></textarea >๔"),
    ("<!--5--><!-->6<!--->7<!--8--!>9<!-- 1", "<!--5--><!-->๖<!--->๗<!--8--!>๙<!-- 1"),
    ("<!doctype html 4><?xml 5?>6</7>8", "<!doctype html 4><?xml 5?>๖</7>๘"),
    ("1 < 2 &amp;3 &4 &#x35; &#54 7", "๑ < ๒ &amp;๓ &๔ &#x35; &#54 ๗"),
    ('<a href="x1', '<a href="x1'),
    ("<h1>O10</h1><svg><text x=1>2</text></svg>", "<h1>O๑๐</h1><svg><text x=1>๒</text></svg>"),
    ("<title>ข้อ 7</title>", "<title>ข้อ ๗</title>"),
    ("", ""),
]


@pytest.mark.parametrize(("page", "expected"), AWKWARD)
def test_only_the_text_that_people_read_changes(page, expected):
    assert with_thai_digits(page) == expected


def test_a_second_time_changes_nothing():
    pages = [page for page, _expected in AWKWARD]
    assert [with_thai_digits(with_thai_digits(page)) for page in pages] == [with_thai_digits(page) for page in pages]


# --- against a parser that builds the tree as browsers do

AS_IS = {"script", "style", "textarea", "code", "pre"}
CLOSED = {"<span class='url'>": "</span>", "<i data-n=1 data-digits=as-is>": "</i>", "<code>": "</code>"}
RAW = {"<textarea rows=2>5 <b>6": "</textarea>", "<script>var a = '<p>7';": "</script>", "<style>a{b:8}": "</style>"}
# No digits written as entities: a parser no longer tells them from others.
FREE = [
    *("<p>", "</p>", "<div>", "</div>", "<br/>", "<hr class=url>", "<input value=12 checked>", "<kbd>4</kbd>"),
    *(
        "<a href=\"/O7/?n=1&amp;m=2\" title='3 > 2'>",
        "<p title=a\"1'b>",
        "<p title = 'x\"1>'\n id=n2>",
        "<em\n\tid=3 >",
        "</em >",
    ),
    *("<!-- 9 -- 1 -->", "<!-->", "</9>", "1", "23 ", "ข้อ 4 ", "&lt;5", "&sup2;", " < 8", "9 & 1", "&2;", "๓", "\n", "&"),
]


def tree(page: str):
    """Parsed as a document; nested tuples of name, attributes, text and children."""
    return shape(tinyhtml5.parse(page))


def shape(element):
    name = element.tag if isinstance(element.tag, str) else "comment"
    children = [(shape(child), child.tail or "") for child in element]
    return name.rpartition("}")[2], dict(element.attrib), element.text or "", children


def expected_of(node, as_is=False):
    name, attributes, text, children = node
    inside = as_is or name in AS_IS or "url" in attributes.get("class", "").split() or attributes.get("data-digits") == "as-is"
    read = str if inside or name == "comment" else thai_digits
    return name, attributes, read(text), [(expected_of(child, inside), read(tail)) for child, tail in children]


def a_page(dice: random.Random, depth: int = 0) -> str:
    """Whatever comes, but what stays as it is is closed where it was opened, as our templates do."""
    found = []
    for _part in range(dice.randint(1, 9)):
        kind = dice.random()
        if kind < 0.2 and depth < 3:
            start = dice.choice([*CLOSED])
            inner = dice.choice(["12", "O7 <b>3</b>", "&lt;4", "<kbd>5</kbd> 6"]) if depth else a_text(dice)
            found.append(f"{start}{inner}{CLOSED[start]}")
        elif kind < 0.35:
            start = dice.choice([*RAW])
            found.append(f"{start}{dice.choice(['1', '<b>2', '&lt;3', '<!-- 4'])}{RAW[start]}")
        else:
            found.append(dice.choice(FREE))
    return "".join(found)


def a_text(dice: random.Random) -> str:
    return "".join(dice.choice(["1", "ข้อ 2 ", "<b>3</b>", "<em id=4>5</em>", "&amp;6", "<br>7"]) for _part in range(4))


@pytest.mark.parametrize("seed", range(40))
def test_a_browser_reads_the_same_page_with_other_digits(seed):
    dice = random.Random(seed)
    for _page in range(25):
        page = "<!doctype html><body>" + a_page(dice)
        assert tree(with_thai_digits(page)) == expected_of(tree(page)), page
