from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("log-in/", views.log_in, name="log_in"),
    path("log-in/forgotten/", views.forgotten, name="forgotten"),
    path("set-password/<str:who>/<str:token>/", views.choose_password, name="choose_password"),
    path("log-out/", LogoutView.as_view(), name="log_out"),
    path("me/", views.me, name="me"),
    path("me/password/", views.password, name="password"),
    path("me/calendar/", views.calendar_key, name="calendar_key"),
]
