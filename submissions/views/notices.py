"""What a person should know: the list, opening one, reading all."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from submissions import notices


def index(request: PersonRequest) -> HttpResponse:
    """Newest first; `before` is the key at which the next page begins."""
    before = request.GET.get("before", "")
    key = int(before) if before.isdecimal() and len(before) < 18 else None
    lines, following = notices.newest(request.user, key)
    return render(request, "submissions/notices.html", {"lines": lines, "following": following, "before": key})


def opened(request: PersonRequest, number: int) -> HttpResponse:
    """To what the notice is about; it counts as read from now on."""
    address = notices.opened(request.user, number)
    if address is None:
        raise Http404
    return redirect(address)


@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    count = notices.mark_all_read(request.user)
    text = ngettext("%(n)s notice is marked as read.", "%(n)s notices are marked as read.", count)
    messages.success(request, text % {"n": count})
    return redirect("submissions:notices")
