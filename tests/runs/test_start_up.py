"""What few inspections need and is dear to load is not loaded at their start."""

import subprocess
import sys

import pytest

LOADED = "import sys, kaoping.runs.inspect; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


@pytest.mark.full
def test_browser_and_cryptography_are_not_loaded_before_they_are_needed() -> None:
    loaded = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout.split()
    assert {"kaoping", "pyarrow"} <= set(loaded)
    assert {"playwright", "cryptography", "docx", "openpyxl"} & set(loaded) == set()
