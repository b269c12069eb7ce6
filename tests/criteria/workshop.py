"""The small edition as a draft on the bench, and its people."""

from criteria.importers import import_edition, import_requirements
from criteria.models import Component, Edition, Heading, Indicator, Item
from records.models import AuditEvent
from tests.factories import DATA, make_person


class Bench:
    """A draft of the small edition (O1, O2 in 9.1; O3, O4 in 10.1) with an administrator."""

    def __init__(self) -> None:
        import_requirements(DATA / "requirements.yaml")
        self.edition = import_edition(DATA / "2590-small.yaml", by=None)
        self.admin = make_person("admin@test", is_admin=True)

    def item(self, code: str) -> Item:
        return Item.objects.get(edition=self.edition, number=int(code[1:]))

    def indicator(self, number: str) -> Indicator:
        return Indicator.objects.get(edition=self.edition, number=number)

    def heading(self, title: str) -> Heading:
        return Heading.objects.get(indicator__edition=self.edition, title_th=title)

    def titles(self) -> dict[str, str]:
        return {item.code: item.title_th for item in Item.objects.filter(edition=self.edition)}

    def outline(self, code: str) -> list:
        """The components of an item as nested texts: what has parts is a pair."""
        return _outline(list(self.item(code).components.all()), None)

    def component(self, text: str) -> Component:
        return Component.objects.get(item__edition=self.edition, text=text)

    def verbs(self) -> list[str]:
        return list(AuditEvent.objects.filter(scope=self.edition.code).order_by("id").values_list("verb", flat=True))

    def last(self) -> AuditEvent:
        event = AuditEvent.objects.filter(scope=self.edition.code).order_by("id").last()
        assert event is not None
        return event

    def fresh(self) -> Edition:
        return Edition.objects.get(pk=self.edition.pk)


def _outline(components: list[Component], parent: int | None) -> list:
    found = []
    for one in components:
        if one.parent_id == parent:
            parts = _outline(components, one.pk)
            found.append((one.text, parts) if parts else one.text)
    return found
