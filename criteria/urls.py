from django.urls import path

import criteria.navigation  # noqa: F401 -- adds the entry of the top bar
from criteria.views import calendar, catalogue

app_name = "criteria"
urlpatterns = [
    path("criteria/", catalogue.edition_list, name="editions"),
    path("criteria/<slug:code>/", catalogue.edition, name="edition"),
    path("criteria/<slug:code>/windows/", calendar.windows, name="windows"),
]
