"""kaoping (考评) assesses government websites, from the published scheme to the bulletin."""

import atexit
import gc
import os

__version__ = "0.1.0"

# No linear algebra is done here, and starting its threads takes longer than importing all of numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Hardly anything here is cyclic: looking for cycles after every 700 objects costs a seventh of start-up, and looking
# for them in all that is there when the process ends, with which it goes anyway, a twentieth of an inspection.
gc.set_threshold(200_000, 20, 20)
atexit.register(gc.freeze)
