"""Logging in and out."""

from django.contrib.auth.views import LoginView

from accounts.forms import LogInForm

log_in = LoginView.as_view(authentication_form=LogInForm, template_name="accounts/log_in.html", redirect_authenticated_user=True)
