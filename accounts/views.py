"""Logging in and out."""

from django.conf import settings
from django.contrib.auth.views import LoginView

from accounts.forms import LogInForm
from accounts.queries import demo_people


class LogIn(LoginView):
    authentication_form = LogInForm
    template_name = "accounts/log_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict:
        """In the demonstration the page names the people that one can be."""
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["demo_people"] = demo_people()
            context["demo_password"] = settings.DEMO_PASSWORD
        return context


log_in = LogIn.as_view()
