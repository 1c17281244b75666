"""The platform's settings for tests: a data folder of its own, passwords hashed quickly, no collected assets."""

import os
import tempfile

os.environ["KAOPING_DATA"] = tempfile.mkdtemp(prefix="kaoping-tests-")
os.environ.setdefault("KAOPING_SECRET_KEY", "only-for-tests-" * 4)

from kaoping.web import settings as real
from kaoping.web.catalogue import compile_catalogues

globals().update({name: value for name, value in vars(real).items() if name.isupper()})

SINGLE_SIGN_ON = real.SINGLE_SIGN_ON
compile_catalogues()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = real.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MIDDLEWARE = [name for name in real.MIDDLEWARE if "whitenoise" not in name]
