"""The calendar of a year: what is wrong with it, what is open on a day, who may change it, who is told."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assignments.actions import extend
from criteria import actions, windows
from criteria.enums import Stage
from criteria.exporters import edition_data
from criteria.models import Edition, Window
from criteria.queries import spans_of
from criteria.windows import Span, Today, moved, problems, today
from records.models import AuditEvent
from submissions import actions as answers
from submissions import notices
from submissions.models import Notice
from tests.factories import World, buddhist
from tests.submissions.test_views import client_of, url

DAY = datetime.timedelta(days=1)


def day(text: str) -> datetime.date:
    """“1 4 2590”: day, month and Buddhist year."""
    number, month, year = map(int, text.split())
    return datetime.date(year - 543, month, number)


def span(stage: Stage, first: str, last: str) -> Span:
    return Span(stage, day(first), day(last))


ANSWERS = span(Stage.PREPARING, "1 10 2589", "30 4 2590")
ENDORSING = span(Stage.ENDORSED, "15 4 2590", "30 4 2590")
SCORING = span(Stage.ASSESSING, "1 5 2590", "31 5 2590")
CONTESTING = span(Stage.CLARIFYING, "1 6 2590", "15 6 2590")
YEAR = [ANSWERS, ENDORSING, SCORING, CONTESTING]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        (YEAR, {}),
        ([], {}),
        ([span(Stage.PREPARING, "1 5 2590", "30 4 2590")], {Stage.PREPARING: ["The last day lies before the first."]}),
        ([span(Stage.PREPARING, "1 7 2589", "31 3 2591")], {}),  # the widest that is plausible
        (
            [span(Stage.PREPARING, "30 6 2589", "30 4 2590")],
            {
                Stage.PREPARING: [
                    (
                        "30 Jun 2589 BE (2046) is too far from fiscal year 2590, which allows 01 Jul 2589 BE (2046)"
                        " to 31 Mar 2591 BE (2048). Is the year right?"
                    )
                ]
            },
        ),
        (
            [ANSWERS, span(Stage.ENDORSED, "30 9 2589", "1 5 2590")],
            {Stage.ENDORSED: ["It begins before “Answers are written” does (01 Oct 2589 BE (2046))."]},
        ),
        (
            [ANSWERS, span(Stage.ENDORSED, "1 4 2590", "29 4 2590")],
            {Stage.ENDORSED: ["It ends before “Answers are written” does (30 Apr 2590 BE (2047))."]},
        ),
        (
            [ANSWERS, span(Stage.ASSESSING, "30 4 2590", "31 5 2590")],
            {
                Stage.ASSESSING: [
                    (
                        "It begins before “Answers are written” is over (30 Apr 2590 BE (2047));"
                        " only steps that follow each other may overlap."
                    )
                ]
            },
        ),
        ([SCORING, span(Stage.CLARIFYING, "31 5 2590", "15 6 2590")], {}),  # neighbours may overlap
    ],
)
def test_what_is_wrong_with_a_calendar_is_said_at_its_step(spans, expected):
    with override("en"):
        assert problems(spans, 2590) == expected


def test_a_weekend_is_only_a_hint():
    with override("en"):
        assert windows.hints(span(Stage.PREPARING, "6 10 2589", "28 4 2590")) == [
            "The first day, 06 Oct 2589 BE (2046), is a Saturday.",
            "The last day, 28 Apr 2590 BE (2047), is a Sunday: offices are closed.",
        ]
        assert windows.hints(span(Stage.PREPARING, "8 10 2589", "30 4 2590")) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("30 9 2589", Today([], ANSWERS)),
        ("1 10 2589", Today([ANSWERS], ENDORSING)),
        ("30 4 2590", Today([ANSWERS, ENDORSING], SCORING)),
        ("1 5 2590", Today([SCORING], CONTESTING)),
        ("15 6 2590", Today([CONTESTING], None)),
        ("16 6 2590", Today([], None)),
    ],
)
def test_what_is_open_on_a_day_and_what_comes_next(on, expected):
    assert today(YEAR, day(on)) == expected


def test_a_year_later_a_leap_day_becomes_the_28th():
    leap = Span(Stage.PREPARING, datetime.date(2048, 2, 29), datetime.date(2048, 4, 30))
    assert moved(leap, 1) == Span(Stage.PREPARING, datetime.date(2049, 2, 28), datetime.date(2049, 4, 30))
    assert moved(leap, 4).opens_on == datetime.date(2052, 2, 29)


# --- with rows


def fields(*spans: Span, **more: str) -> dict[str, str]:
    """The form as a browser sends it."""
    sent = dict(more)
    for one in spans:
        for name, value in (("opens", one.opens_on), ("closes", one.closes_on)):
            sent |= buddhist(f"{name}_{one.stage.value}", value.day, value.month, value.year + 543)
    return sent


@pytest.mark.django_db
def test_the_administrator_sets_changes_and_clears_days_on_a_published_edition():
    world = World()
    address, client = reverse("criteria:windows", args=[world.edition.code]), client_of(world.admin)
    assert client.post(address, fields(ANSWERS, CONTESTING)).headers["Location"] == address
    assert spans_of(world.edition) == {Stage.PREPARING: ANSWERS, Stage.CLARIFYING: CONTESTING}
    longer = span(Stage.PREPARING, "1 10 2589", "15 5 2590")
    client.post(address, fields(longer, CONTESTING, clear_clarifying="on"))
    assert spans_of(world.edition) == {Stage.PREPARING: longer}
    events = AuditEvent.objects.filter(verb="set_windows", scope=world.edition.code).order_by("id")
    assert [event.details["windows"] for event in events] == [
        {"preparing": ["2046-10-01", "2047-04-30"], "clarifying": ["2047-06-01", "2047-06-15"]},
        {"preparing": ["2046-10-01", "2047-05-15"], "clarifying": []},
    ]
    again = client.post(address, fields(longer), follow=True).content.decode()
    assert ("Nothing was different." in again, events.count()) == (True, 2)


@pytest.mark.django_db
def test_what_is_wrong_stands_at_the_field_and_nothing_typed_is_lost():
    world = World()
    address, client = reverse("criteria:windows", args=[world.edition.code]), client_of(world.admin)
    half = {**fields(ANSWERS), **buddhist("closes_preparing", "", "", "")}
    response = client.post(address, half)
    assert (response.status_code, dict(response.context["form"].errors)) == (
        422,
        {"closes_preparing": ["Fill in both days, or neither."]},
    )
    crossed = client.post(address, fields(ANSWERS, span(Stage.ASSESSING, "1 4 2590", "31 5 2590")))
    assert list(crossed.context["form"].errors) == ["closes_assessing"]
    assert ('value="2590"' in crossed.content.decode(), Window.objects.count()) == (True, 0)
    assert client.post(address, buddhist("opens_preparing", 31, 2, 2590)).status_code == 422


@pytest.mark.django_db
def test_two_administrators_do_not_overwrite_each_other_unseen():
    world = World()
    address, client = reverse("criteria:windows", args=[world.edition.code]), client_of(world.admin)
    seen = client.get(address).context["form"].initial["seen"]
    actions.set_windows(world.edition, [ANSWERS], by=world.admin)
    response = client.post(address, fields(SCORING, seen=seen))
    page = response.content.decode()
    assert (response.status_code, "Somebody else changed the days" in page, spans_of(world.edition)) == (
        409,
        True,
        {Stage.PREPARING: ANSWERS},
    )
    fresh = response.context["form"]["seen"].value()
    assert client.post(address, fields(SCORING, seen=fresh)).status_code == 302
    assert spans_of(world.edition) == {Stage.ASSESSING: SCORING}


@pytest.mark.django_db
def test_the_days_of_the_year_before_are_offered_moved_on_and_not_saved():
    world = World()
    address, client = reverse("criteria:windows", args=[world.edition.code]), client_of(world.admin)
    assert client.get(f"{address}?copy=1").context["copied"] is None
    earlier = Edition.objects.create(code="2587-small", fiscal_year=2587, programme="small", title_th="ก่อนหน้า")
    actions.set_windows(earlier, [span(Stage.PREPARING, "1 10 2586", "29 2 2587")], by=world.admin)
    form = client.get(f"{address}?copy=1").context["form"]
    assert (form.initial["opens_preparing"], form.initial["closes_preparing"]) == (day("1 10 2589"), day("28 2 2590"))
    assert Window.objects.filter(edition=world.edition).count() == 0


@pytest.mark.django_db
def test_everybody_reads_the_days_and_only_the_administrator_sets_them():
    world = World()
    actions.set_windows(world.edition, [ANSWERS], by=world.admin)
    address, reading = (reverse(f"criteria:{name}", args=[world.edition.code]) for name in ("windows", "edition"))
    for name, person in world.people().items():
        client = client_of(person)
        page = client.get(reading).content.decode()
        assert ("01 Oct 2589 BE (2046) – 30 Apr 2590 BE (2047)" in page, "Set the days" in page) == (True, name == "admin")
        assert client.get(address).status_code == (200 if name == "admin" else 403)
        assert client.post(address, fields(ANSWERS)).status_code == (302 if name == "admin" else 403)
    with pytest.raises(PermissionDenied, match="Only the portal's administrator sets the days"):
        actions.set_windows(world.edition, [], by=world.coordinator)


@pytest.mark.django_db
def test_coordinators_of_years_under_way_are_told_what_changed():
    first, second, over = World("alpha"), World("beta"), World("gamma")
    over.publish()
    Notice.objects.all().delete()
    actions.set_windows(first.edition, [ANSWERS, SCORING], by=first.admin)
    actions.set_windows(first.edition, [ANSWERS], by=first.admin)
    told = Notice.objects.filter(verb="windows", read_at=None).values_list("person__email", flat=True)
    assert sorted(told) == ["coordinator@alpha", "coordinator@beta"]  # the newest stands for the one before
    with override("en"):
        line = notices.newest(second.coordinator)[0][0]
    assert line.sentence == "The calendar of the year changed. Assessors score: no days any more"


@pytest.mark.django_db
def test_a_calendar_goes_out_to_a_file_and_in_again():
    world = World()
    actions.set_windows(world.edition, YEAR, by=world.admin)
    assert [row["stage"] for row in edition_data(world.edition)["windows"]] == [one.stage.value for one in YEAR]


@pytest.mark.django_db
def test_the_years_page_says_what_is_open_and_what_comes_next():
    world = World()
    now = timezone.localdate()
    for stage, first, last in ((Stage.PREPARING, -9, 5), (Stage.ASSESSING, 20, 30)):
        Window.objects.create(edition=world.edition, stage=stage, opens_on=now + first * DAY, closes_on=now + last * DAY)
    extend(world.year, until=now + 8 * DAY, reason="น้ำท่วม", by=world.admin)
    page = client_of(world.staff).get(url(world, "year")).context["page"]
    assert ([(one.stage, one.closes_on) for one in page.today.open], page.today.coming.stage) == (
        [(Stage.PREPARING, now + 8 * DAY)],
        Stage.ASSESSING,
    )


@pytest.mark.django_db
def test_scores_are_contested_in_their_window_only():
    world = World()
    world.open_clarification(failing=("O1",))
    now = timezone.localdate()
    window = Window.objects.create(edition=world.edition, stage=Stage.CLARIFYING, opens_on=now + DAY, closes_on=now + 9 * DAY)
    with pytest.raises(PermissionDenied, match="Scores can be contested from"):
        answers.contest(world.item("O1"), explanation="ดูหน้า 3", by=world.coordinator)
    Window.objects.filter(pk=window.pk).update(opens_on=now - 9 * DAY, closes_on=now - DAY)
    with pytest.raises(PermissionDenied, match="Scores could be contested until"):
        answers.contest(world.item("O1"), explanation="ดูหน้า 3", by=world.coordinator)
    Window.objects.filter(pk=window.pk).update(closes_on=now)
    answers.contest(world.item("O1"), explanation="ดูหน้า 3", by=world.coordinator)
    assert world.item("O1").status == "contested"
