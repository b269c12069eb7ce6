from django.urls import path

from records import views

app_name = "records"
urlpatterns = [
    path("jobs/<uuid:key>/", views.job, name="job"),
]
