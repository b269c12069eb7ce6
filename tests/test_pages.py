"""No page can be forgotten: every address is walked by somebody, or said to be no page."""

from django.urls import resolve

from tests.pages import ANY, NOT_PAGES, WALKS, addresses, is_only_posted_to


def test_every_address_is_a_page_of_somebody_or_no_page():
    walked = {resolve(path.split("?")[0].format(**ANY)).view_name for path in sum(WALKS.values(), [])}
    missing = {
        name: entry.pattern
        for name, entry in addresses()
        if name not in walked and name not in NOT_PAGES and not is_only_posted_to(entry)
    }
    assert not missing, "\n".join(
        f"{name} (/{pattern}) is opened by nobody: add its path in tests/pages.py to WALKS, for each role that sees it,"
        f' or "{name}" with the reason to NOT_PAGES.'
        for name, pattern in missing.items()
    )


def test_what_is_no_page_is_still_there_and_not_walked():
    names = dict(addresses())
    walked = {resolve(path.split("?")[0].format(**ANY)).view_name for path in sum(WALKS.values(), [])}
    assert [name for name in NOT_PAGES if name not in names or name in walked or is_only_posted_to(names[name])] == []
