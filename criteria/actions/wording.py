"""Correcting a published wording: the original stays beside it, with the reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from criteria import policy
from criteria.actions.gate import StaleEdit, count, held, put
from criteria.actions.places import rename
from criteria.content import Wording, wording_by_key
from criteria.files import component_findings, years_named
from criteria.models import Component, Edition, Heading
from ita_portal.lib.thai import foreign_characters, tidy
from ita_portal.lib.verdict import Verdict


@transaction.atomic
def correct(edition: Edition, key: str, *, text: str, reason: str, seen: str, by: User) -> None:
    """Put `text` in place of the wording that `key` names, if it still reads as it was `seen`; StaleEdit otherwise.

    What was printed and why it was changed is kept in `edition.corrections` and in the audit trail.
    """
    now = held(edition)
    policy.may_correct(by, now).require()
    wording = wording_by_key(now, key)
    if wording is None:
        raise StaleEdit(None)
    text = tidy(text)
    if text == wording.text:
        return
    if wording.text != seen:
        raise StaleEdit(wording)
    _refuse(now, wording, text, reason)
    _put(now, wording, text)
    where = _where_now(now, wording, text)
    _keep(now, wording, text, tidy(reason), where)
    details = {"where": where, "field": wording.field, "original": wording.text, "corrected": text}
    count(now, "correct", target=wording.row, by=by, note=tidy(reason), **details)


def _refuse(edition: Edition, wording: Wording, text: str, reason: str) -> None:
    if not text:
        Verdict(_("A correction cannot take the whole text away.")).require()
    if not tidy(reason):
        Verdict(_("Say why the wording is corrected; the reason is shown beside it.")).require()
    if isinstance(wording.row, Component):
        found = component_findings(wording.where, _component(edition, wording.row, text), edition.fiscal_year)
        Verdict(" ".join(finding.sentence for finding in found)).require()
    elif foreign_characters(text):
        Verdict(_("There are letters of another script: %(letters)s") % {"letters": " ".join(foreign_characters(text))}).require()


def _component(edition: Edition, row: Component, text: str) -> dict:
    """The component as its file would say it with the new text. The year it names is no wording: it must stay."""
    data: dict = {"text": text}
    if row.target_offset is not None:
        data["target_year"] = {"offset": row.target_offset, "wording": _year_wording(edition, row, text)}
    return data


def _year_wording(edition: Edition, row: Component, text: str) -> str:
    """What names the target year in the new text: the same words, or others for the same year."""
    if row.target_wording in text:
        return row.target_wording
    wanted = edition.fiscal_year + (row.target_offset or 0)
    return next((words for words, year in years_named(text) if year == wanted), row.target_wording)


def _put(edition: Edition, wording: Wording, text: str) -> None:
    row = wording.row
    if isinstance(row, Component) and row.target_offset is not None:
        put(row, {"text": text, "target_wording": _year_wording(edition, row, text)})
    elif wording.index is not None:
        notes = [{**note, "text": text} if n == wording.index else note for n, note in enumerate(row.notes)]  # type: ignore[union-attr]  # rows with an index have notes
        put(row, {"notes": notes})
    else:
        put(row, {wording.field: text})


def _where_now(edition: Edition, wording: Wording, text: str) -> str:
    """A heading is named by its title: corrections in it follow to the new one."""
    if not (isinstance(wording.row, Heading) and wording.field == "title_th"):
        return wording.where
    if not Heading.objects.filter(indicator__edition=edition, title_th=wording.text).exists():
        rename(edition, {wording.where: text})
    return text


def _keep(edition: Edition, wording: Wording, text: str, reason: str, where: str) -> None:
    """Add the correction. One that was made before within the same text becomes part of it: original is what was printed."""
    original, reasons, kept = wording.text, [reason], []
    for one in edition.corrections:
        if str(one["where"]) == where and one["corrected"] in wording.text and one["corrected"] not in text:
            original = original.replace(one["corrected"], one["original"])
            reasons.insert(0, str(one.get("reason", "")))
        else:
            kept.append(one)
    entry = {"where": where, "original": original, "corrected": text, "reason": "; ".join(filter(None, reasons))}
    edition.corrections = [*kept, entry]
    edition.version += 1
    edition.save(update_fields=["corrections", "version"])
