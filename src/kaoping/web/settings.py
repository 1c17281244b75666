"""Django's settings, all derived from the deployment."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from kaoping.web.deployment import MAIL, openid_connect, read_deployment
from kaoping.web.jobs.queues import ALL as QUEUES
from kaoping.web.mail_address import mail_settings

_HERE = Path(__file__).parent
DEPLOYMENT = read_deployment()

SECRET_KEY = DEPLOYMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = [*DEPLOYMENT.hosts, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{'https' if DEPLOYMENT.https else 'http'}://{host}" for host in DEPLOYMENT.hosts]
ROOT_URLCONF = "kaoping.web.urls"
WSGI_APPLICATION = "kaoping.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "kaoping.web.accounts",
    "kaoping.web.appeals",
    "kaoping.web.audit",
    "kaoping.web.calendars",
    "kaoping.web.cycles",
    "kaoping.web.duplicates",
    "kaoping.web.duty",
    "kaoping.web.imports",
    "kaoping.web.jobs",
    "kaoping.web.limits",
    "kaoping.web.marking",
    "kaoping.web.monitoring",
    "kaoping.web.notices",
    "kaoping.web.registry",
    "kaoping.web.results",
    "kaoping.web.selfassessment",
    "kaoping.web.sitereports",
    "kaoping.web.pages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks_db",
]
if DEPLOYMENT.cluster:
    INSTALLED_APPS.append("procrastinate.contrib.django")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kaoping.web.pages.content_policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kaoping.web.pages.navigation.navigation",
                "kaoping.web.notices.bell.bell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_SQLITE: dict[str, Any] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",  # who will write asks first, and waits its turn instead of failing half-way
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
}
DATABASES = {"default": dj_database_url.parse(DEPLOYMENT.database_url, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = _SQLITE
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kaoping_cache"}}

# Work that waits its turn
_ENGINE = "cluster.ClusterBackend" if DEPLOYMENT.cluster else "embedded.EmbeddedBackend"
TASKS = {"default": {"BACKEND": f"kaoping.web.jobs.{_ENGINE}", "QUEUES": list(QUEUES)}}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_ON_APP_READY = "kaoping.web.jobs.cluster_tasks.register"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = DEPLOYMENT.https
LOCALE_PATHS = [_HERE / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = DEPLOYMENT.data / "static"
STATICFILES_DIRS = [_HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DEPLOYMENT.data / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "kaoping.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False  # signing in lasts a working day, and ends with the browser
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/900s/key"}
SINGLE_SIGN_ON = DEPLOYMENT.single_sign_on
SOCIALACCOUNT_ADAPTER = "kaoping.web.accounts.single_sign_on.SignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form's policy would forbid the way to the provider; nobody's account is touched
SOCIALACCOUNT_PROVIDERS = {"openid_connect": openid_connect(SINGLE_SIGN_ON)} if SINGLE_SIGN_ON else {}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "考评"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "kaoping.web.accounts.password_rule.MixedCharactersValidator"},
]
SESSION_COOKIE_AGE = 12 * 3600  # a working day; seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DEPLOYMENT.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if DEPLOYMENT.https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Mail
globals().update(mail_settings(DEPLOYMENT.mail_url, MAIL))

# Tables
DJANGO_TABLES2_TEMPLATE = "pages/table.html"
DJANGO_TABLES2_TABLE_ATTRS = {"class": "list"}
FILTERS_EMPTY_CHOICE_LABEL = _("全部")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
