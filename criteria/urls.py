from django.urls import path

import criteria.navigation  # noqa: F401 -- adds the entry of the top bar
from criteria import views

app_name = "criteria"
urlpatterns = [
    path("criteria/", views.edition_list, name="editions"),
    path("criteria/<slug:code>/", views.edition, name="edition"),
    path("criteria/<slug:code>/windows/", views.windows, name="windows"),
]
