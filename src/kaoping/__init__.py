"""kaoping (考评) assesses government websites, from the published scheme to the bulletin."""

import gc
import os

__version__ = "0.1.0"

# No linear algebra is done here, and starting its threads takes longer than importing all of numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Hardly anything here is cyclic: looking for cycles after every 700 objects costs a seventh of start-up.
gc.set_threshold(50_000, 20, 50)
