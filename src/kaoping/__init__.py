"""kaoping (考评) assesses government websites, from the published scheme to the bulletin."""

import os

__version__ = "0.1.0"

# No linear algebra is done here, and starting its threads takes longer than importing all of numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
