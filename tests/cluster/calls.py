"""Work for the tests of the engine: notes that it was called, in the file that CALLED names."""

import os
from pathlib import Path

from kaoping.web.jobs.declaring import job


@job("记一笔", retries=0)
def note(word: str) -> None:
    """Note the word; an unlucky one is too much for it."""
    with Path(os.environ["CALLED"]).open("a", encoding="utf-8") as file:
        file.write(f"{word}\n")
    if word == "坏":
        raise ValueError("磁盘已满")
