"""How fast work is put into the queues of a cluster and done: `python scripts/with_postgresql.py python -m bench.work`.

Needs DATABASE_URL to name an empty PostgreSQL database, whose tables are made.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PUT = """
import sys, time, django
django.setup()
from django.db import transaction
from kaoping.web.jobs.putting import Turn, put
from tests.cluster.calls import note
begun = time.perf_counter()
with transaction.atomic():
    for region in range(140):
        put(note, [(f"{region}-{n}",) for n in range(int(sys.argv[1]) // 140)], Turn(str(region)))
print(time.perf_counter() - begun)
"""
CALLS = 14_000
DONE = 4_000
WORKERS = 2


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        called = Path(folder) / "called"
        own = {
            **os.environ,
            "KAOPING_DATA": folder,
            "KAOPING_CLUSTER": "1",
            "KAOPING_SECRET_KEY": "only for measuring" * 4,
            "DJANGO_SETTINGS_MODULE": "kaoping.web.settings",
            "CALLED": str(called),
        }
        django = [sys.executable, "-m", "django"]
        subprocess.run([*django, "migrate", "-v0"], env=own, check=True)
        asked = subprocess.run(
            [sys.executable, "-c", PUT, str(CALLS)], env=own, check=True, capture_output=True, text=True
        )
        print(f"{CALLS} calls of 140 regions put in {float(asked.stdout):.1f} s")
        working = [*django, "work_in_cluster", "office", "--at-once", "4"]
        workers = [subprocess.Popen(working, env=own) for _ in range(WORKERS)]
        try:
            while not called.exists():
                time.sleep(0.1)
            begun = time.perf_counter()
            while (count := called.read_bytes().count(b"\n")) < DONE:
                time.sleep(0.2)
            seconds = time.perf_counter() - begun
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait()
    print(f"{count} short calls in {seconds:.1f} s by {WORKERS} workers: {count / seconds * 60:.0f} a minute")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
