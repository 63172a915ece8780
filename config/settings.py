"""All settings in one file; what differs between machines comes from the environment, typed.

`docs/reference/settings.md` lists each variable. Nothing secret has a default outside the demo and the tests.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env(
    DEBUG=(bool, False),
    KOMPAAN_DEMO=(bool, False),
    ALLOWED_HOSTS=(list, []),
    CSRF_TRUSTED_ORIGINS=(list, []),
    KOMPAAN_HTTPS=(bool, True),
)
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(str(BASE_DIR / ".env"))

DEBUG = env("DEBUG")
DEMO = env("KOMPAAN_DEMO")  # a demo shows its logins and its mailbox; never on with real people
_LOCAL_KEY = "not-secret-and-only-for-the-demo-and-the-tests-of-one-machine"
SECRET_KEY = env("SECRET_KEY", default=_LOCAL_KEY if DEMO or DEBUG else environ.Env.NOTSET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SALT_KEY = env.list("FIELD_SALTS", default=[_LOCAL_KEY] if DEMO or DEBUG else environ.Env.NOTSET)
ALLOWED_HOSTS = env("ALLOWED_HOSTS") or (["127.0.0.1", "localhost"] if DEMO or DEBUG else [])
CSRF_TRUSTED_ORIGINS = env("CSRF_TRUSTED_ORIGINS")
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "config",
    "followup",
    "matching",
    "waitlist",
    "groups",
    "organisations",
    "notifications",
    "accounts",
    "core",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "encrypted_fields",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.request_id",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.language_of_the_person",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.errors_as_pages",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_TEMPLATE_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
                "organisations.context.team",
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "loaders": _TEMPLATE_LOADERS
            if DEBUG
            else [("django.template.loaders.cached.Loader", _TEMPLATE_LOADERS)],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default="postgresql:///kompaan")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Pages ask much in little time: compiling a query takes longer than it, and a list is put in order in memory.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off -c work_mem=16MB")
# Queries of a snapshot stream through server-side cursors; behind a pooler that forbids it, say so in DATABASE_URL.

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": env("REDIS_PREFIX", default="kompaan"),
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# The queue. What makes it safe is the row in the database; these settings only shorten delays.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = (
    False  # a lost nudge is found by the sweep; the person must not wait for Redis
)
CELERY_TASK_DEFAULT_QUEUE = env("CELERY_QUEUE", default="kompaan")
# Messages have workers of their own, with threads: they wait for providers, and nothing else waits for them.
CELERY_POST_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}-post"
CELERY_TASK_ROUTES = {
    "notifications.plan": {"queue": CELERY_POST_QUEUE},
    "notifications.hand_over": {"queue": CELERY_POST_QUEUE},
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # The queue keeps no book of who has which nudge: rows do, and the sweep finds what got lost. With that book,
    # a worker that loses the queue while it has a nudge in hand ends on an error instead of connecting again.
    "ack_emulation": False,
    "max_retries": 0,  # who sends a nudge does not wait for a queue that is down
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_TIMEZONE = "Europe/Brussels"
CELERY_BEAT_SCHEDULE = {
    "notifications.sweep": {"task": "notifications.sweep", "schedule": 20.0},
    "notifications.send_digests": {"task": "notifications.send_digests", "schedule": 300.0},
    "notifications.watch": {"task": "notifications.watch", "schedule": 60.0},
    "accounts.sweep_places": {"task": "accounts.sweep_places", "schedule": 60.0},
    "matching.sweep_runs": {"task": "matching.sweep_runs", "schedule": 30.0},
    "matching.sweep_proposals": {"task": "matching.sweep_proposals", "schedule": 60.0},
    "groups.sweep_breaks": {"task": "groups.sweep_breaks", "schedule": 60.0},
    "groups.sweep_gatherings": {"task": "groups.sweep_gatherings", "schedule": 300.0},
    "groups.sweep_places": {"task": "groups.sweep_places", "schedule": 60.0},
    "followup.sweep": {"task": "followup.sweep", "schedule": 60.0},
    "waitlist.sweep": {"task": "waitlist.sweep", "schedule": 300.0},
    "organisations.sweep_imports": {"task": "organisations.sweep_imports", "schedule": 30.0},
    "organisations.remind_of_endings": {
        "task": "organisations.remind_of_endings",
        "schedule": 3600.0,
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["organisations.backends.WithTeams"]
PASSWORD_HASHERS = [
    "accounts.passwords.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organisations:home"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_SIGNUP_BY_CODE_ENABLED = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_DISPLAY = "accounts.adapter.shown_as"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kompaan"
MFA_TOTP_TOLERANCE = 1  # half a minute more, for who types slowly or has a clock that is not exact
MFA_FORMS = {
    "add_webauthn": "accounts.forms.passkeys.AddPasskey",
    "edit_webauthn": "accounts.forms.passkeys.RenamePasskey",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG
HEADLESS_ONLY = False
HEADLESS_CLIENTS = ["app", "browser"]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

STATIC_URL = "static/"
# `collectstatic` fills it for production; the demo and the tests serve the files where they lie.
STATIC_ROOT = None if DEBUG or DEMO else BASE_DIR / "build" / "static"
WHITENOISE_USE_FINDERS = DEBUG or DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:1025"))
EMAIL_BACKEND = "notifications.channels.smtp.Backend"
EMAIL_TIMEOUT = env.int(
    "EMAIL_TIMEOUT", default=10
)  # seconds for each step; all of one mail within a lease
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Kompaan <hallo@kompaan.example>")
# How many lines at once to the mail server, and how many mails it takes a day (0: no limit).
MAIL_LANES = env.int("MAIL_LANES", default=4)
MAIL_PER_DAY = env.int("MAIL_PER_DAY", default=0)
# SMS and chat by a provider of apprise, whose URL has {phone} or {email}; "" for none. How many SMS a day (0: no limit), and what a
# part of one costs, in cent.
SMS_URL = env("SMS_URL", default="")
SMS_PER_DAY = env.int("SMS_PER_DAY", default=200)
SMS_PART_PRICE_CENT = env.float("SMS_PART_PRICE_CENT", default=0.0)
CHAT_URL = env("CHAT_URL", default="")
# Web Push: our key (`make_vapid_key`; "" for none), who answers for it, and the servers of the makers of browsers.
VAPID_PRIVATE_KEY = env("VAPID_PRIVATE_KEY", default="")
VAPID_CONTACT = env("VAPID_CONTACT", default="")
PUSH_HOSTS = env.list(
    "PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        ".push.services.mozilla.com",
        ".push.apple.com",
        ".notify.windows.com",
    ],
)
# Hours in which nothing rings that can wait, on the clock of who reads it; "" for none.
QUIET_HOURS = env("QUIET_HOURS", default="" if DEMO else "21:00-08:00")
# Where mails come back to, such as "bounces+{message}@kompaan.example"; "" for the sender that people see.
MAIL_BOUNCES_TO = env("MAIL_BOUNCES_TO", default="")
RECEIPTS_KEY = env("RECEIPTS_KEY", default="")  # signs what providers tell at /messages/receipts/
MAIL_DIR = env("KOMPAAN_MAIL_DIR", default="")  # the demo's SMTP sink writes here

# A search among more people than this is cut into regions of at least so many.
REGION_AT_LEAST = env.int("REGION_AT_LEAST", default=20_000)

KOMPAAN_GEOCODER = env("KOMPAAN_GEOCODER", default="offline")
NOMINATIM_DOMAIN = env("NOMINATIM_DOMAIN", default="nominatim.openstreetmap.org")
NOMINATIM_USER_AGENT = env("NOMINATIM_USER_AGENT", default="kompaan")
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "core.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.SessionToken",
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.StrictJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.ScopedRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env("THROTTLE_ANON", default="60/min"),
        "user": env("THROTTLE_USER", default="600/min"),
        "heavy": env("THROTTLE_HEAVY", default="20/min"),
    },
    "EXCEPTION_HANDLER": "core.api.errors.answer_error",
    # How many proxies of ours may say who asks; what others put in X-Forwarded-For is not believed.
    "NUM_PROXIES": 1 if env.bool("BEHIND_PROXY", False) else 0,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kompaan",
    "DESCRIPTION": "Matching of buddies and peer groups: the same steps as the pages, for programs.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "EnrolmentState": "organisations.states.State",
        "ProposalState": "matching.states.ProposalState",
        "AnswerState": "matching.states.AnswerState",
        "ChoiceState": "matching.states.ChoiceState",
        "RunState": "matching.states.RunState",
        "FormingState": "matching.states.FormingState",
        "DraftState": "matching.states.DraftState",
        "DraftMemberState": "matching.states.MemberState",
        "IdeaState": "organisations.states.IdeaState",
        "PlaceState": "accounts.states.PlaceState",
        "Side": "organisations.models.enrolments.Side",
        "Gender": "accounts.models.people.Gender",
        "ClearanceKind": "organisations.models.enrolments.ClearanceKind",
        "Language": "django.conf.settings.LANGUAGES",
        "Moment": "accounts.models.consents.Shown",
        "RejectReason": "matching.models.proposals.RejectReason",
        "PairState": "groups.states.State",
        "MeetingState": "groups.states.SessionState",
        "GatheringState": "groups.states.GatheringState",
        "WaitState": "groups.states.WaitState",
        "ThemeKind": "organisations.models.themes.ThemeKind",
        "Coming": "groups.models.gatherings.Coming",
        "QuestionState": "followup.states.CheckInState",
        "QuestionKind": "followup.models.check_ins.Kind",
        "WayEnum": "matching.models.proposals.AnswerWay",
        "TalkState": "organisations.states.TalkState",
        "TalkWay": "organisations.models.talks.TalkWay",
        "ClosureReason": "followup.models.endings.Reason",
        "SignState": "waitlist.states.SignState",
        "SaidEnum": "followup.models.check_ins.Said",
        "Wish": "waitlist.models.signs.Wish",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.add_problems",
    ],
    # The badge would ask a server elsewhere; the policy of our pages forbids it anyhow.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
_HTTPS = env("KOMPAAN_HTTPS") and not (DEMO or DEBUG)
SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
)
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # SMTP and allauth log addresses at DEBUG: never below INFO.
        "allauth": {"level": "INFO"},
        # It tells numbers and texts at every level; what came of a try stands in its row.
        "apprise": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "fontTools": {"level": "WARNING"},  # it tells what it leaves out of each font
    },
}
PHONENUMBER_DEFAULT_REGION = "BE"
METRICS_TOKEN = env("METRICS_TOKEN", default="")
# When a message is due for so many minutes and not sent, an error in the log and a mail say so, once an hour.
ALERT_AFTER_MIN = env.int("ALERT_AFTER_MIN", default=15)
ALERT_EMAIL = env("ALERT_EMAIL", default="")
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
SITE_HOST = urlsplit(SITE_URL).hostname
