"""Items and their components."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from criteria import actions, pages, policy
from criteria.content import wordings_of
from criteria.forms import BenchForm, ComponentForm, ItemForm, NewItemForm, PlaceForm
from criteria.loaders import load_edition, load_row
from criteria.models import Component, Edition, Heading, Item
from criteria.queries import all_requirements, components_of, items_of
from criteria.views.workshop.serving import Desk, serve


def add_item(request: PersonRequest, code: str) -> HttpResponse:
    """`?in=`: the heading that the place begins with."""
    edition = load_edition(request.user, code)
    heading = load_row(edition, Heading, request.GET.get("in", ""))
    last = next((item for item in reversed(items_of(edition)) if item.heading_id == heading.pk), None)
    about = {"places": pages.places_of(edition), "place": f"i{last.pk}" if last else f"h{heading.pk}", **_about(edition)}

    def save(form: BenchForm) -> str:
        where, after = _place(edition, form.cleaned_data["place"])
        row = actions.add_item(where, form.values(), after=after, by=request.user)
        messages.success(request, _("%(code)s is there. Now add its components.") % {"code": row.code})
        return _item(row, "#components")

    context = {"trail": pages.trail(edition, (_("New item"), ""))}
    return serve(
        request,
        Desk(edition, "criteria/workshop/item_new.html", lambda data, row: NewItemForm(data, **about), save, context=context),
    )


def _about(edition: Edition) -> dict:
    codes = [item.code for item in items_of(edition)]
    return {"edition": edition, "codes": codes, "requirements": all_requirements()}


def _place(edition: Edition, place: str) -> tuple[Heading, Item | None]:
    """What a choice of PlaceForm names."""
    if place.startswith("h"):
        return load_row(edition, Heading, place[1:]), None
    after = load_row(edition, Item, place[1:])
    return load_row(edition, Heading, after.heading_id), after


def edit_item(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    edition = load_edition(request.user, code)
    item = load_row(edition, Item, pk)
    about = _about(edition)

    def save(form: BenchForm) -> str:
        actions.save_item(item, form.values(), version=form.seen_version, by=request.user)
        return _item(item)

    codes = about["codes"]
    here = codes.index(item.code)
    by_code = {one.code: one.pk for one in items_of(edition)}
    desk = Desk(edition, "criteria/workshop/item.html", lambda data, row: ItemForm(data, item=row, **about), save, item)
    desk.context = {
        "item": item,
        "components": components_of([item]).get(item.pk, []),
        "wordings": wordings_of(item),
        "before": (codes[here - 1], by_code[codes[here - 1]]) if here else None,
        "after": (codes[here + 1], by_code[codes[here + 1]]) if here + 1 < len(codes) else None,
        "trail": pages.trail(edition, (item.code, "")),
    }
    return serve(request, desk)


def move_item(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """To another heading or position; or, posted with `verb`, one place up or down."""
    edition = load_edition(request.user, code)
    item = load_row(edition, Item, pk)
    form = PlaceForm(request.POST or None, places=pages.places_of(edition, without=item))
    if request.method == "POST" and (request.POST.get("verb") in ("up", "down") or form.is_valid()):
        return _moved(request, item, form)
    context = {
        "edition": edition,
        "item": item,
        "form": form,
        "can_edit": policy.may_edit(request.user, edition),
        "trail": pages.trail(edition, (item.code, _item(item)), (_("Move"), "")),
    }
    return render(request, "criteria/workshop/item_move.html", context, status=422 if form.is_bound else 200)


def _moved(request: PersonRequest, item: Item, form: PlaceForm) -> HttpResponse:
    try:
        if request.POST.get("verb") in ("up", "down"):
            moved = actions.shift_item(item, request.POST["verb"], by=request.user)
        else:
            heading, after = _place(item.edition, form.cleaned_data["place"])
            moved = actions.move_item(item, heading=heading, after=after, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    except actions.StaleEdit:
        messages.warning(request, _("Somebody else changed this in the meantime. The page shows how it stands now."))
    else:
        messages.success(request, _said(moved))
    return redirect(_item(item))


def _said(moved: dict[str, str]) -> str:
    if not moved:
        return _("Moved. Every item keeps its code.")
    changes = ", ".join(f"{old} → {new}" for old, new in moved.items())
    return _("Moved. Codes that changed: %(changes)s") % {"changes": changes}


def remove_item(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """A page that says what goes with it, then the deed."""
    edition = load_edition(request.user, code)
    item = load_row(edition, Item, pk)
    if request.method != "POST":
        context = {
            "edition": edition,
            "item": item,
            "components": components_of([item]).get(item.pk, []),
            "verdict": policy.may_edit(request.user, edition),
            "trail": pages.trail(edition, (item.code, _item(item)), (_("Remove"), "")),
        }
        return render(request, "criteria/workshop/item_remove.html", context)
    try:
        actions.remove_item(item, by=request.user)
    except (PermissionDenied, actions.StaleEdit) as refusal:
        messages.error(request, str(refusal) or _("Somebody else removed it already."))
        return redirect(_item(item) if isinstance(refusal, PermissionDenied) else reverse("criteria:workshop", args=[code]))
    messages.success(request, _("%(code)s is removed; the codes run on without gap.") % {"code": item.code})
    return redirect("criteria:workshop", code)


def add_component(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """`?in=`: a part of that component."""
    edition = load_edition(request.user, code)
    item = load_row(edition, Item, pk)
    parent = load_row(edition, Component, request.GET["in"]) if "in" in request.GET else None
    if parent is not None and parent.item_id != item.pk:
        raise Http404

    def save(form: BenchForm) -> str:
        row = actions.add_component(item, form.values(), parent=parent, by=request.user)
        if "more" in request.POST:
            return request.get_full_path()
        return _item(item, f"#c-{row.pk}")

    trail = pages.trail(edition, (item.code, _item(item)), (_("New component"), ""))
    desk = Desk(edition, "criteria/workshop/component.html", _component_form(edition, item), save)
    desk.context = {"item": item, "parent": parent, "heading": _("New component"), "trail": trail}
    return serve(request, desk)


def edit_component(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    edition = load_edition(request.user, code)
    component = load_row(edition, Component, pk)
    item = load_row(edition, Item, component.item_id)

    def save(form: BenchForm) -> str:
        actions.save_component(component, form.values(), version=form.seen_version, by=request.user)
        return _item(item, f"#c-{component.pk}")

    trail = pages.trail(edition, (item.code, _item(item)), (_("Component"), ""))
    desk = Desk(edition, "criteria/workshop/component.html", _component_form(edition, item), save, component)
    desk.context = {"item": item, "component": component, "heading": _("Component"), "trail": trail}
    desk.context["wordings"] = wordings_of(component)
    return serve(request, desk)


def _component_form(edition: Edition, item: Item) -> Callable:
    def make(data, row: Component | None) -> BenchForm:
        return ComponentForm(data, code=item.code, year=edition.fiscal_year, component=row)

    return make


@require_POST
def change_component(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Up, down, indent, outdent, remove: one of the buttons of a form."""
    edition = load_edition(request.user, code)
    component = load_row(edition, Component, pk)
    item, verb = load_row(edition, Item, component.item_id), request.POST.get("verb", "")
    try:
        if verb == "remove":
            actions.remove_component(component, by=request.user)
            messages.success(request, _("Removed."))
        elif verb in ("up", "down", "indent", "outdent"):
            actions.move_component(component, verb, by=request.user)
        else:
            raise Http404
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    except actions.StaleEdit:
        messages.warning(request, _("Somebody else changed this in the meantime. The page shows how it stands now."))
    return redirect(_item(item, "#components" if verb == "remove" else f"#c-{component.pk}"))


def _item(item: Item, anchor: str = "") -> str:
    return reverse("criteria:edit_item", args=[item.edition.code, item.pk]) + anchor
