"""The shape of a text: one byte for each character, in which long numbers are found fast and at the same places."""

_WIDE_DIGITS = "０１２３４５６７８９"
_DIGITS = bytes.maketrans(b"123456789", b"000000000")


def text_shape(text: str) -> bytes:
    """Return `text` with `0` for ASCII digits, `?` for what is not ASCII and all else as it is; of equal length."""
    return text.encode("ascii", "replace").translate(_DIGITS)


def has_wide_digits(text: str) -> bool:
    """Whether there are full-width digits in `text`, which its shape does not show."""
    return any(digit in text for digit in _WIDE_DIGITS)
