"""Every address of the portal. What is public says so itself; all else asks for a log-in."""

from django.urls import include, path

from ita_portal.style import style
from records.views import healthz, readyz
from submissions.views.work import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("style/", style, name="style"),
    path("i18n/", include("ita_portal.i18n_urls")),
    path("", include("records.urls")),
    path("", include("accounts.urls")),
    path("", include("criteria.urls")),
    path("", include("reports.urls")),
    path("", include("assignments.urls")),
    path("", include("submissions.urls")),
]
