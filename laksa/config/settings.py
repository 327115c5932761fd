# SPDX-License-Identifier: AGPL-3.0-or-later
"""All settings, read from the environment by three typed helpers; docs/operating.md explains each."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

# The checkout; where the wheel is installed, the package itself, which then holds the city packs too.
PACKAGE = Path(__file__).resolve().parents[1]
IS_CHECKOUT = (PACKAGE.parent / "pyproject.toml").exists()
ROOT = PACKAGE.parent if IS_CHECKOUT else PACKAGE


def env_text(name: str, default: str = "") -> str:
    """Return the variable's text, or `default` when it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def env_flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable; raise ImproperlyConfigured on any other word."""
    word = env_text(name, "on" if default else "off").lower()
    if word in {"on", "yes", "true", "1"}:
        return True
    if word in {"off", "no", "false", "0"}:
        return False
    raise ImproperlyConfigured(f"{name} is '{word}': write on or off")


def env_list(name: str) -> list[str]:
    """Return a comma-separated variable as a list without empty parts."""
    return [part.strip() for part in env_text(name).split(",") if part.strip()]


def default_data_dir() -> Path:
    """Return `data/` of a checkout; for an installed wheel the place the desktop standard names."""
    if IS_CHECKOUT:
        return ROOT / "data"
    return Path(env_text("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "laksa"


DATA_DIR = Path(env_text("LAKSA_DATA_DIR", str(default_data_dir()))).resolve()


def kept_secret(file_name: str) -> str:
    """Return the secret kept in the data folder, made at the first start and readable by its owner only."""
    path = DATA_DIR / "keys" / file_name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(secrets.token_urlsafe(48))
        draft.chmod(0o600)
        # A hard link fails if another process was first, so that all processes share one key.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


DEBUG = env_flag("LAKSA_DEBUG", default=False)
# LAKSA_PORT is set by `laksa serve --port`, so that links made on another port lead back to it.
BASE_URL = env_text("LAKSA_BASE_URL", f"http://127.0.0.1:{env_text('LAKSA_PORT', '8000')}").rstrip("/")
IS_SECURE = BASE_URL.startswith("https://")
# A key that nobody has set is made at the first start and kept in the data folder; `check --deploy` asks for better.
KEPT_SECRET_KEY = not env_text("LAKSA_SECRET_KEY")
SECRET_KEY = env_text("LAKSA_SECRET_KEY") or kept_secret("secret_key")
# Encryption of personal fields: newest first; the first seals, all of them open.
KEPT_FIELD_KEY = not env_list("LAKSA_FIELD_KEYS")
FIELD_KEYS = env_list("LAKSA_FIELD_KEYS") or [kept_secret("field_key")]
# What signs the months of points (docs/kinerja.md); who has the key made from it in public can check them.
POINTS_KEY = env_text("LAKSA_POINTS_KEY") or kept_secret("points_key")
CITY = env_text("LAKSA_CITY", str(ROOT / "cities" / "tangerang"))
OUTLINES = env_text("LAKSA_OUTLINES")
TILES_URL = env_text("LAKSA_TILES_URL")
# The one thing a page may fetch from elsewhere, and only because the city named it: https://{s}.host/{z}/… is *.host.
TILE_HOSTS = ["/".join(TILES_URL.split("/")[:3]).replace("{s}", "*")] if "//" in TILES_URL else []
SMTP_URL = env_text("LAKSA_SMTP_URL")
EXAMPLE_PASSWORD = env_text("LAKSA_EXAMPLE_PASSWORD")
RATE_LIMITS = env_flag("LAKSA_RATE_LIMITS", default=True)
TRUSTED_PROXIES = env_list("LAKSA_TRUSTED_PROXIES")
# The development aids (/design/, the outbox page) are shown while nobody has named a public address.
IS_DEVELOPMENT = env_flag("LAKSA_DEVELOPMENT", default=not env_text("LAKSA_BASE_URL"))

ALLOWED_HOSTS = env_list("LAKSA_ALLOWED_HOSTS") or (["*"] if IS_DEVELOPMENT else [BASE_URL.split("//")[1].split(":")[0].split("/")[0]])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "laksa.kernel",
    "laksa.gateways",
    "laksa.ui",
    "laksa.city",
    "laksa.identity",
    "laksa.outbox",
    "laksa.deadlines",
    "laksa.routing",
    "laksa.evidence",
    "laksa.cases",
    "laksa.threads",
    "laksa.aftercare",
    "laksa.escalation",
    "laksa.insight",
    "laksa.shell",
    "laksa.portal",
    "laksa.workspace",
    "laksa.control",
    "laksa.field",
    "laksa.guests",
    "laksa.openapi",
    "laksa.config.admin_site.LaksaAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_linear_migrations",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "laksa.ui.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "laksa.config.urls"
WSGI_APPLICATION = "laksa.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "laksa.ui.context.house",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "laksa.ui.templatetags.ui"],
        },
    }
]

DATABASE_URL = env_text("LAKSA_DATABASE_URL", f"sqlite:///{DATA_DIR / 'laksa.sqlite3'}")
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL)}
_db = DATABASES["default"]
if _db["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN, so that a read never has to be upgraded and fail (SQLITE_BUSY).
    _db["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000;"
        "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=268435456",
    }
    _db["CONN_MAX_AGE"] = None
else:
    # Either a pool of our own or one connection a thread; PgBouncer in transaction mode needs no server-side cursors.
    _db["CONN_MAX_AGE"] = None
    _db["CONN_HEALTH_CHECKS"] = True
    _db["DISABLE_SERVER_SIDE_CURSORS"] = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "outbox", "photos"]}}

STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(DATA_DIR / "files")}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_MAX_AGE = 3600

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/meja/"
LOGOUT_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "workspace/locked_out.html"
AXES_ENABLED = RATE_LIMITS

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bahasa"
TIME_ZONE = env_text("LAKSA_TIME_ZONE", "Asia/Jakarta")
USE_TZ = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_NAME = "__Host-sesi" if IS_SECURE else "sesi"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:", *TILE_HOSTS],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The camera is for the crew's after-photo alone (field.views.camera).
PERMISSIONS_POLICY: dict[str, Any] = {"geolocation": "self", "camera": [], "microphone": "self", "payment": [], "usb": []}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "laksa.config.faults.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env_text("LAKSA_LOG_LEVEL", "WARNING")},
    "loggers": {
        # Every address that does not exist, and a farewell to a keyboard that is not there, are no warnings.
        "django.request": {"level": "ERROR"},
        "django_tasks_db": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS, and the two below it: they follow from LAKSA_BASE_URL, which has a check of its own
    "security.W012",
    "security.W016",
    "security.W005",  # whether all subdomains of the city's domain speak https is not ours to promise
    "security.W021",
    "security.W008",  # the proxy that ends TLS sends people to https
    "security.W009",  # laksa.E112 says it in our words
]
