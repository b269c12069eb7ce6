"""Settings of the test run: the real ones, with a cheap password hasher and plain static files."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("HTTPS", "False")

from ita_portal.settings import *  # noqa: F403 -- the real settings, first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "ita_portal.lib.store.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
LANGUAGE_CODE = "en"  # sentences are compared in their source language; stories in the browser run in Thai
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 -- the static files middleware warns where there is none
