"""What goes between the program and a reading process."""

import struct

import msgspec

QUESTION = struct.Struct(">II")
ANSWER = struct.Struct(">I")
MAX_ANSWER = 8 * 1024 * 1024


class Hello(msgspec.Struct, frozen=True):
    """`confined` says that the kernel keeps the process from the network and from other programs."""

    confined: bool


class Question(msgspec.Struct, frozen=True):
    """Read a file whose address ends with `suffix`, in at most `seconds` of processor time."""

    suffix: str
    seconds: int
