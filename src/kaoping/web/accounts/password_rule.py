"""A rule for passwords: letters and something else (GB/T 22239 asks for several kinds of characters)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
_LEAST_KINDS = 3


class MixedCharactersValidator:
    """Asks for three of: lower case, upper case, digits, other characters."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password of fewer kinds of characters."""
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < _LEAST_KINDS:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("密码须包含大写字母、小写字母、数字、其他符号中的三种。")
