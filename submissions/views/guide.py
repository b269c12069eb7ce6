"""Help as plain pages: what each role does in a year, and how anybody reads the public pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.actions import put_welcome_away
from accounts.http import PersonRequest
from accounts.queries import administrators, coordinators_beside
from assignments.queries import calendar_of, extensions_of, roles_of
from submissions.tours import KEYS, TOURS


def index(request: PersonRequest) -> HttpResponse:
    """Choose a role; one's own come first."""
    roles = roles_of(request.user)
    tours = sorted(TOURS.values(), key=lambda tour: tour.role not in roles)
    return render(request, "submissions/guide/index.html", {"tours": tours, "roles": roles})


def mine(request: PersonRequest) -> HttpResponse:
    """Straight to one's own tour; who is several things chooses."""
    slugs = [tour.slug for tour in TOURS.values() if tour.role in roles_of(request.user)]
    return redirect("submissions:help_role", slugs[0]) if len(slugs) == 1 else redirect("submissions:help")


def role(request: PersonRequest, role: str) -> HttpResponse:
    if role not in TOURS:
        raise Http404
    context = {
        "tour": TOURS[role],
        "keys": KEYS,
        "windows": calendar_of(request.user),
        "extensions": extensions_of(request.user),
        "people": coordinators_beside(request.user) or administrators(),
    }
    return render(request, "submissions/guide/role.html", context)


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return render(request, "submissions/guide/public.html")


@require_POST
def known(request: PersonRequest) -> HttpResponse:
    """The person knows the way: the card for newcomers goes."""
    put_welcome_away(by=request.user)
    return redirect("home")
