"""Opening another year from an edition: every row is copied, every year in every text is decided by somebody or something."""

import csv
import datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from criteria import opening
from criteria.exporters import edition_data
from criteria.files import problems_of
from criteria.importers import import_edition, import_requirements
from criteria.models import Component, Edition, Heading, Item, Level, Requirement, ScoringModel, Window
from criteria.opening.texts import WORDING
from criteria.shifting import years_in
from records.models import AuditEvent
from tests.factories import DATA, make_edition, make_person

pytestmark = pytest.mark.django_db
FIXTURES = settings.BASE_DIR / "fixtures"
CATALOGUE = sorted((FIXTURES / "catalogue").glob("*.yaml"))


def load(code: str) -> Edition:
    import_requirements(FIXTURES / "requirements.yaml")
    return import_edition(FIXTURES / f"catalogue/{code}.yaml", by=None, publish=True)


def plan_for(edition: Edition, by: int = 1, decision: str = "shift") -> opening.Plan:
    """With every question answered: moved where it can be, kept where it cannot."""
    plan = opening.plan_of(edition, edition.fiscal_year + by, edition.programme)
    plan.decide({one.id: opening.Choice(decision if one.can_shift else "keep") for one in plan.asked})
    return plan


@pytest.fixture
def admin():
    return make_person("admin@test", is_admin=True)


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_what_a_person_reads_of_the_six_editions_is_what_is_proposed(path):
    """`years.csv` says of every year in their texts: it moves, it stays, or nobody can tell from the text alone."""
    edition = load(path.stem)
    plan = opening.plan_of(edition, edition.fiscal_year + 1, edition.programme)
    found = [
        (change.place.group, change.place.field, change.occurrence.written, str(change.occurrence.decision))
        for change in plan.changes
        if change.follows is None
    ]
    words = {"moves": "shift", "stays": "keep", "unclear": "ask"}
    with (DATA / "years.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["edition"] == path.stem]
    expected = [(row["place"], row["field"], row["year"], words[row["truth"]]) for row in rows]
    assert sorted(found) == sorted(expected)


def test_no_field_with_wording_is_left_out():
    """Every text of the rows that are copied either is wording or is none, and says so here."""
    no_wording = {
        *("code", "programme", "state", "corrections", "digest", "year_notes", "number", "instrument", "prefix", "search_key"),
        *("period_rule", "scope", "frequency", "counted_months"),
    }
    texts = (models.CharField, models.TextField, models.JSONField)
    for model, names in WORDING.items():
        found = {field.name for field in model._meta.concrete_fields if isinstance(field, texts)}
        assert found - no_wording == set(names), model


def test_everything_that_hangs_on_an_edition_is_copied_or_named():
    """A new table under the edition is either copied or stands here with the reason why not."""
    copied = {"Indicator", "Heading", "Item", "ItemRequirement", "Component", "ScoringModel", "Level", "Window"}
    copied |= {"Item_depends_on"}
    not_copied = {"CatalogueFile"}  # what an edition was made of; the next year's is made of an edition
    below, last = {Edition}, set()
    while below != last:
        last = set(below)
        every = apps.get_app_config("criteria").get_models(include_auto_created=True)
        for model in every:
            parents = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
            if parents & below:
                below.add(model)
    assert {model.__name__ for model in below - {Edition}} == copied | not_copied


def texts_of(data: object) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in texts_of(value)]
    if isinstance(data, list):
        return [text for value in data for text in texts_of(value)]
    return [data] if isinstance(data, str) else []


@pytest.mark.parametrize("code", ["2566-national", "2565-moe-ops", "2563-department"])
def test_the_new_edition_is_the_old_one_with_other_years(code, admin):
    """The same rows with the same words; only digits differ, and the new edition could be a file of its own."""
    old = load(code)
    new = opening.open_next(plan_for(old), by=admin)
    before, after = edition_data(old), edition_data(new)
    about = ("code", "fiscal_year", "title_th", "title_en", "verified", "verification_note", "source", "corrections", "digest")
    for data in (before, after):
        for name in about:
            data.pop(name, None)
    without = str.maketrans("", "", "0123456789๐๑๒๓๔๕๖๗๘๙")
    assert [text.translate(without) for text in texts_of(before)] == [text.translate(without) for text in texts_of(after)]
    assert problems_of(edition_data(new), set(Requirement.objects.values_list("key", flat=True))) == []
    assert (new.state, new.verified, new.corrections, new.opened_from) == ("draft", False, [], old)
    assert old.code in new.verification_note
    assert old.code in new.source["note"]


def test_no_old_year_is_left_unnoticed(admin):
    """Of 2566, opened for 2567: what names 2566 or an older year now was moved there, or a rule or a person kept it."""
    old = load("2566-national")
    new = opening.open_next(plan_for(old), by=admin)
    found = opening.old_years_of(new)
    assert found.open == []
    texts = texts_of(
        {key: value for key, value in edition_data(new).items() if key not in ("source", "verification_note", "code")}
    )
    left = sorted(year.year for text in texts for year in years_in(text) if year.year < 2567)
    shown = sorted(one.occurrence.year for one in found.found if not one.place.field.startswith(("source", "verification")))
    assert left == shown == [2560, 2560] + [2566] * 14
    reasons = {one.how for one in found.found if one.occurrence.year == 2560}
    assert reasons == {"rule"}
    assert {one.how for one in found.found if one.occurrence.year == 2566 and one.place.field == "text"} == {"shifted"}


def test_what_is_written_later_is_looked_at_again(admin):
    new = opening.open_next(plan_for(load("2566-national")), by=admin)
    item = new.items.get(number=4)
    item.title_th = "แผนประจำปี 2566"
    item.save()
    new.refresh_from_db()
    assert [(one.place.group, one.occurrence.written) for one in opening.old_years_of(new).open] == [("O4", "2566")]
    assert opening.confirm_years(new, [item.title_th, "another"], by=admin) == 1
    new.refresh_from_db()
    assert opening.old_years_of(new).open == []
    assert opening.confirm_years(new, [item.title_th], by=admin) == 0


def test_offsets_stay_and_a_kept_year_moves_away(admin):
    old = load("2566-national")
    component = Component.objects.filter(item__edition=old, target_offset=-1).first()
    plan = plan_for(old)
    change = next(one for one in plan.changes if one.place.pk == component.pk and one.place.field == "text")
    plan.decide({change.id: opening.Choice("keep")})
    new = opening.open_next(plan, by=admin)
    mine = {(one.item.number, one.position): one for one in Component.objects.filter(item__edition=new).select_related("item")}
    for one in Component.objects.filter(item__edition=old).select_related("item").exclude(pk=component.pk):
        assert mine[one.item.number, one.position].target_offset == one.target_offset
    kept = mine[component.item.number, component.position]
    assert (kept.text, kept.target_wording, kept.target_offset) == (component.text, component.target_wording, -2)
    assert {one.how for one in opening.old_years_of(new).found if one.place.pk == kept.pk} == {"person"}


def test_windows_move_by_whole_years(admin):
    old = make_edition()
    Window.objects.create(
        edition=old, stage="preparing", opens_on=datetime.date(2048, 2, 29), closes_on=datetime.date(2048, 4, 30)
    )
    plan = plan_for(old)
    new = opening.open_next(plan, by=admin)
    window = Window.objects.get(edition=new)
    assert (window.opens_on, window.closes_on) == (datetime.date(2049, 2, 28), datetime.date(2049, 4, 30))
    assert [len(hints) for _span, hints in plan.spans] == [1]


def test_any_offset_and_programme(admin):
    old = make_edition()
    plan = opening.plan_of(old, 2593, "other")
    plan.decide({one.id: opening.Choice("shift") for one in plan.asked})
    new = opening.open_next(plan, by=admin)
    assert (new.code, new.title_th) == ("2593-other", "การเปิดเผยข้อมูลสาธารณะ ประจำปีงบประมาณ พ.ศ. 2593 (ทดสอบ)")


def test_search_keys_are_filled(admin):
    new = opening.open_next(plan_for(load("2566-national")), by=admin)
    kept = {one.pk: one.search_key for one in [*new.items.all(), *Component.objects.filter(item__edition=new)]}
    for one in [*new.items.all(), *Component.objects.filter(item__edition=new)]:
        one.fill_key()
        assert one.search_key == kept[one.pk] != ""


def queries_to_open(edition: Edition, admin) -> int:
    plan = plan_for(edition)
    with CaptureQueriesContext(connection) as captured:
        opening.open_next(plan, by=admin)
    return len(captured)


def test_the_number_of_queries_does_not_depend_on_the_size(admin):
    assert abs(queries_to_open(make_edition(), admin) - queries_to_open(load("2566-national"), admin)) <= 1


def test_undecided_years_and_people_without_the_right_change_nothing(admin):
    old = load("2564-national")
    plan = opening.plan_of(old, 2565, "national")
    assert len(plan.open_questions) == 4
    with pytest.raises(PermissionDenied):
        opening.open_next(plan, by=admin)
    with pytest.raises(PermissionDenied):
        opening.open_next(plan_for(old), by=make_person("somebody@test"))
    assert Edition.objects.count() == 1
    assert not AuditEvent.objects.filter(verb="open_next").exists()


def test_the_same_draft_is_made_once(admin):
    old = make_edition()
    opening.open_next(plan_for(old), by=admin)
    with pytest.raises(opening.EditionStands):
        opening.open_next(plan_for(old), by=admin)
    assert AuditEvent.objects.filter(verb="open_next").count() == 1
    assert [model.objects.count() for model in (ScoringModel, Level, Heading)] == [
        2,
        10,
        2 * old.indicators.filter(headings__isnull=False).count(),
    ]


def test_a_text_changed_meanwhile_is_not_overrun(admin):
    old = make_edition()
    plan = plan_for(old)
    Component.objects.filter(item__edition=old, target_offset=0).update(text="เป็นข้อมูลของปี พ.ศ. 2590")
    with pytest.raises(opening.StalePlan):
        opening.open_next(plan, by=admin)


# --- the page


@pytest.fixture
def browser(admin) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(admin)
    return client


def posted(plan: opening.Plan, **more: str) -> dict:
    data = {"year": plan.year, "programme": plan.programme, "digest": plan.digest, **more}
    return data | {f"decision-{one.id}": one.decision for one in plan.changes if one.decision != "ask" and one.follows is None}


def test_the_page_asks_before_it_opens_and_loses_nothing(browser):
    old = load("2564-national")
    path = f"/criteria/{old.code}/next/"
    page = browser.get(path)
    assert page.status_code == 200
    assert page.context["plan"].year == 2565
    plan = opening.plan_of(old, 2565, "national")
    slip = next(one for one in plan.asked if not one.can_shift)
    data = posted(plan, open="1") | {f"decision-{slip.id}": "other", f"year-{slip.id}": "25"}
    page = browser.post(path, data)
    assert page.status_code == 422
    assert f'name="year-{slip.id}" value="25"' in page.content.decode()
    assert [one.place.group for one in page.context["plan"].open_questions] == ["O20", "O21", "O41", "O42"]
    data |= {f"decision-{one.id}": "shift" for one in plan.asked if one.can_shift} | {f"year-{slip.id}": "๒๕๖๔"}
    answer = browser.post(path, data)
    assert answer["Location"] == "/criteria/2565-national/"
    new = Edition.objects.get(code="2565-national")
    assert Component.objects.filter(item__edition=new, item__number=42, text__endswith="ในปี พ.ศ. 2564").count() == 1
    assert browser.get("/criteria/2565-national/").status_code == browser.get("/criteria/2565-national/years/").status_code == 200


def test_the_page_says_what_is_wrong_with_the_year(browser):
    old = make_edition()
    path = f"/criteria/{old.code}/next/"
    assert [browser.post(path, {"year": year, "programme": "small"}).status_code for year in ("2590", "1999", "abc")] == [422] * 3
    assert browser.get(f"{path}?year=2592&programme=small").context["plan"].code == "2592-small"
    plan = plan_for(old)
    assert browser.post(path, posted(plan, open="1") | {"digest": "older"}).status_code == 409
    assert browser.post(path, posted(plan, open="1")).status_code == 302
    assert browser.post(path, posted(plan, open="1")).status_code == 422
    assert Item.objects.filter(edition__code="2591-small").count() == Item.objects.filter(edition=old).count()


def test_the_page_is_the_administrators(client):
    old = make_edition()
    client.force_login(make_person("somebody@test"))
    assert [client.get(f"/criteria/{old.code}/{page}/").status_code for page in ("next", "years")] == [403, 403]
    assert client.get("/criteria/2599-none/next/").status_code == 404


def test_old_years_are_confirmed_on_their_page(browser, admin):
    new = opening.open_next(plan_for(make_edition()), by=admin)
    Item.objects.filter(edition=new, number=1).update(title_th="โครงสร้าง 2560")
    page = browser.get(f"/criteria/{new.code}/years/")
    key = page.context["years"].open[0].place.key
    browser.post(f"/criteria/{new.code}/years/", {"texts": [key]})
    assert browser.get(f"/criteria/{new.code}/years/").context["years"].open == []
