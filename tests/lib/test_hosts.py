"""Names of websites: the same one however it is written, and Thai ones in Thai letters."""

import pytest

from ita_portal.lib.hosts import canonical, host_of, in_letters, is_below, port_of

ASCII = "xn--o3cg7ak5c9d.xn--o3cw4h"


@pytest.mark.parametrize(
    "url",
    [
        "https://เทศบาล.ไทย/ita",
        "http://www.เทศบาล.ไทย:80/",
        "https://เทศบาล.ไทย./",
        f"https://{ASCII}/",
        f"https://WWW.{ASCII.upper()}:443",
        "https://เทศบาล。ไทย/",
    ],
)
def test_one_host_is_the_same_however_it_is_written(url):
    assert host_of(url) == ASCII


@pytest.mark.parametrize(
    ("host", "letters"),
    [
        (ASCII, "เทศบาล.ไทย"),
        ("WWW.Alpha.go.th.", "alpha.go.th"),
        ("xn--q3c4c8cq.xn--o3cw4h", "น้ำ.ไทย"),  # its name in ASCII takes sara am apart
        ("xn--lpha-43d.go.th", "xn--lpha-43d.go.th"),  # a Cyrillic а
        ("xn--a", "xn--a"),
        ("", ""),
    ],
)
def test_only_thai_is_shown_in_letters(host, letters):
    assert in_letters(host) == letters


def test_letters_lead_back_to_the_same_name():
    names = (ASCII, "xn--q3c4c8cq.xn--o3cw4h", "ita.xn--o3cw4h", "foo_bar.go.th")
    assert [canonical(in_letters(name)) for name in names] == list(names)


@pytest.mark.parametrize("url", ["", "nothing", "http://[", "https:///path"])
def test_what_has_no_host_has_none(url):
    assert host_of(url) == ""


def test_parts_of_a_website_lie_below_it():
    main = (canonical("เทศบาล.ไทย"),)
    assert [is_below(host_of(url), main) for url in (f"https://ita.{ASCII}/", f"https://{ASCII}.example/")] == [True, False]


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("http://a.go.th/", None),
        ("http://a.go.th:8080/", 8080),
        ("http://a.go.th:99999/", 0),
        ("http://a:b/", 0),
        ("http://[x/", None),
    ],
)
def test_what_is_no_port_is_none_that_answers(url, port):
    assert port_of(url) == port
