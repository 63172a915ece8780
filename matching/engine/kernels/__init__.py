"""Compiled loops: what is done once a pair. Each is compared with a plain numpy or Python text of the same by the tests.

Compiled at the first call and kept on disk, so that a new process starts in moments. They release the interpreter lock: two
threads use two cores, and nothing is forked.
"""

import hashlib
import os
import stat
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
    shared = Path(tempfile.gettempdir()) / f"kompaan-{os.getuid()}"
    for folder in (here / "__pycache__", shared):
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            continue
        # What lies there is run: it must be ours alone, not what somebody left in a folder that everybody may write to.
        if os.access(folder, os.W_OK) and _is_ours(folder):
            return folder / f"compiled-{digest}"
    return Path(tempfile.mkdtemp(prefix="kompaan-"))


def _is_ours(folder: Path) -> bool:
    facts = folder.lstat()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid() and not facts.st_mode & 0o022


numba.config.CACHE_DIR = os.environ.get("NUMBA_CACHE_DIR") or str(_cache())
