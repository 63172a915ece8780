"""Compiled loops: what is done once a pair. Each is compared with a plain numpy or Python text of the same by the tests.

Compiled at the first call and kept on disk, so that a new process starts in moments. They release the interpreter lock: two
threads use two cores, and nothing is forked.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import numba


def _cache() -> Path:
    """Where compiled code is kept: one folder for each state of the sources.

    numba itself looks only at the file of the function that is called, not at those of functions compiled into it.
    """
    here = Path(__file__).parent
    sources = [*sorted(here.glob("*.py")), here.parent / "packing.py", here.parent / "types.py"]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    for folder in (here / "__pycache__", Path(tempfile.gettempdir()) / f"kompaan-{os.getuid()}"):
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder / f"compiled-{digest}"
    return Path(tempfile.mkdtemp(prefix="kompaan-"))


numba.config.CACHE_DIR = os.environ.get("NUMBA_CACHE_DIR") or str(_cache())
