"""All settings in one file, read from the environment by typed readers; every name stands in .env.example."""

import re
import secrets
from importlib.util import find_spec
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VERSION = re.search(r"^## (\S+)", (BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[1]  # type: ignore[index]  # the file always has one

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # lets `manage.py demo` make people with a known password; never on a real installation
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY:
    if not (DEBUG or DEMO):
        raise ImproperlyConfigured("SECRET_KEY is missing. Copy .env.example to .env and set it to a long random value.")
    SECRET_KEY = secrets.token_urlsafe(50)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORTAL_URL = env("PORTAL_URL", default="http://localhost:8000").rstrip("/")  # printed on papers, in QR codes and mails

INSTALLED_APPS = [
    "ita_portal",
    "records",
    "accounts",
    "criteria",
    "assignments",
    "submissions",
    "reports",
    "django_htmx",
    "template_partials",
    "csp",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.thai_digits",
    "accounts.middleware.LogInRequiredMiddleware",  # every address is closed unless it says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ita_portal.urls"
WSGI_APPLICATION = "ita_portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.portal",
                "submissions.context.bell",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without these, writers that meet fail at once with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # a new connection for every request costs more than the request
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.validators.OwnName", "OPTIONS": {"user_attributes": ("email", "display_name")}},
    {"NAME": "accounts.validators.Length", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.validators.Common"},
]
PASSWORD_HASHERS = [
    "accounts.hashers.PortalArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds that a link to choose a password works
LOGIN_URL = "accounts:log_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:log_in"
# A ministry shares one address: only the pair of account and address is slowed, never the address alone.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # signed-in people stay so when Redis is down
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
HTTPS = env.bool("HTTPS", default=not (DEBUG or DEMO))
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "accounts.views.form_too_old"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=0)
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_DIR", default=str(VAR_DIR / "static")))
SARABUN_DIR = Path(find_spec("fontpkg_sarabun").submodule_search_locations[0]) / "files"  # type: ignore[union-attr,index]  # a dependency
STATICFILES_DIRS = [BASE_DIR / "static", ("sarabun", str(SARABUN_DIR))]
STORAGES = {
    "default": {"BACKEND": "ita_portal.lib.store.WholeFiles"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",  # what never changes is compressed once
        "OPTIONS": {"file_permissions_mode": 0o644},  # the web server may be another user than the one who collected
    },
}
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = ""  # uploads have no address of their own; one view hands them out after asking the policy
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=50 * 1024 * 1024)
UPLOAD_MAX_FILES = env.int("UPLOAD_MAX_FILES", default=20)
UPLOAD_MAX_PER_ITEM = env.int("UPLOAD_MAX_PER_ITEM", default=200)
UPLOAD_YEAR_BYTES = env.int("UPLOAD_YEAR_BYTES", default=5 * 1024**3)

CLAMAV_ADDRESS = env("CLAMAV_ADDRESS", default="")  # empty: no virus scanner
CLAMAV_MAX_BYTES = env.int("CLAMAV_MAX_BYTES", default=0)  # its StreamMaxLength; 0: not known

# What the worker fetches from agencies' websites.
FETCH_OUTSIDE = env.bool("FETCH_OUTSIDE", default=not DEMO)  # the demonstration knocks at nobody's door by itself
FETCH_PAUSE = env.float("FETCH_PAUSE", default=1.0)  # seconds between two requests to one website
# Seconds between a hand-in and the walk for the ways, so that one walk serves a sitting
WAYS_WAIT = env.int("WAYS_WAIT", default=5 if DEMO else 60)
# Hosts that stand on this machine, for tests and the demonstration: "www.example.go.th=127.0.0.1:8001,…"
FETCH_SITES = {
    host: (address.rpartition(":")[0], int(address.rpartition(":")[2]))
    for host, address in env.dict("FETCH_SITES", default={}).items()
}
SCREENSHOT_BROWSER = env("SCREENSHOT_BROWSER", default="")  # path of a Chromium; empty: copies have no pictures

DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o640

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1) if REDIS_URL.startswith("unix://") else REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 3,
    "socket_connect_timeout": 2,
    # One quick try: whoever asks for a job never waits for a broker that is away (6 s without these).
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True  # the Job row is the truth
CELERY_TASK_PUBLISH_RETRY = False  # the relay sends again; a request never waits for the broker
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 2.0
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "relay-jobs": {"task": "records.tasks.relay", "schedule": 5.0},
    "forget-uploads": {"task": "submissions.tasks.forget_uploads", "schedule": crontab(hour=3, minute=20)},
    "scan-files": {"task": "submissions.tasks.scan_files", "schedule": 300.0},
    "copy-pictures": {"task": "submissions.tasks.copy_pictures", "schedule": crontab(minute=40)},
    "remind": {"task": "submissions.tasks.remind_of_due_dates", "schedule": crontab(hour=6, minute=30)},
    "look-at-night": {"task": "submissions.tasks.look_at_night", "schedule": crontab(hour="0-5", minute="*/15")},
    "copy-on-closing-day": {"task": "submissions.tasks.copy_on_closing_day", "schedule": crontab(hour="20-23", minute="*/15")},
    "list-copies": {"task": "submissions.tasks.list_copies_of_yesterday", "schedule": crontab(hour=2, minute=10)},
    "look-where-due": {"task": "submissions.tasks.look_where_due", "schedule": crontab(minute="*/10")},
    "mail-of-the-day": {"task": "submissions.tasks.mail_of_the_day", "schedule": crontab(hour=7, minute=0)},
    "mail-as-it-happens": {"task": "submissions.tasks.mail_as_it_happens", "schedule": 60.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=120)
JOB_MAX_ATTEMPTS = 3

# The agency seal: a PKCS#12 file. Empty means the portal makes its own key below VAR_DIR (demo and tests) and says so on the paper.
SIGNING_P12 = env("SIGNING_P12", default="")
SIGNING_PASSWORD = env("SIGNING_PASSWORD", default="")
SIGNING_TRUSTED_ROOTS = env.list("SIGNING_TRUSTED_ROOTS", default=[])
TSA_URL = env("TSA_URL", default="")

EMAIL_URL = env.email_url("EMAIL_URL", default="consolemail://")
vars().update({name: value for name, value in EMAIL_URL.items() if name.startswith("EMAIL_") and value is not None})
EMAIL_TIMEOUT = 15  # seconds; a mail server that says nothing must not hold the worker
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="ita-portal@localhost")

DEMO_PASSWORD = env("DEMO_PASSWORD", default="ita-demo")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

MESSAGE_TAGS = {40: "danger", 10: "info"}  # error and debug, in the words of the stylesheet
