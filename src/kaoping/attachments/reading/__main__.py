"""The reading process: files come in on standard input, what is in them goes out on standard output.

A message is two lengths of 4 bytes (big-endian) and what they count: the question as JSON and the file; an answer is
one length and JSON. The first answer says what the process is confined to.
"""

import struct
import sys
from typing import BinaryIO

import msgspec

from kaoping.attachments.reading.confinement import allow_seconds, confine
from kaoping.attachments.reading.read import read_file
from kaoping.attachments.reading.wire import ANSWER, QUESTION, Hello, Question


def main(source: BinaryIO, sink: BinaryIO, memory: int) -> None:
    """Answer until there are no more questions. What breaks this process breaks it: its parent starts another."""
    for charset in ("gb18030", "utf-16", "utf-16-le", "cp1252", "latin-1"):
        b"".decode(charset)  # loaded while files can still be opened freely
    _send(sink, msgspec.json.encode(Hello(confine(memory))))
    while head := source.read(QUESTION.size):
        asked, size = QUESTION.unpack(head)
        question = msgspec.json.decode(source.read(asked), type=Question)
        data = source.read(size)
        allow_seconds(question.seconds)
        _send(sink, msgspec.json.encode(read_file(data, question.suffix)))


def _send(sink: BinaryIO, answer: bytes) -> None:
    sink.write(ANSWER.pack(len(answer)) + answer)
    sink.flush()


if __name__ == "__main__":
    sys.setrecursionlimit(600)
    try:
        main(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]))
    except (struct.error, MemoryError, RecursionError, BrokenPipeError) as error:
        sys.stderr.write(f"{type(error).__name__}\n")
        sys.exit(1)
