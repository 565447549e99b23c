"""What every test and doctest needs before anything is imported."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

_ROOT = Path(__file__).parent
_ONE_DAY = 24 * 60 * 60  # seconds


def _fingerprint_of_the_model() -> str:
    digest = hashlib.sha256()
    for folder in ("sim", "experiments"):
        for file in sorted((_ROOT / folder).rglob("*.py")):
            digest.update(str(file.relative_to(_ROOT)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


# numba's cache of compiled code notices that a function's own file changed, not that a rule
# called from it did: a loop would go on using yesterday's rule. So each state of the source
# has a cache of its own while it is tested; one that nobody used for a day is swept away.
if "NUMBA_CACHE_DIR" not in os.environ:
    cache = _ROOT / ".numba_cache" / _fingerprint_of_the_model()
    cache.mkdir(parents=True, exist_ok=True)
    os.utime(cache)
    for other in cache.parent.iterdir():
        if other.stat().st_mtime < time.time() - _ONE_DAY:
            shutil.rmtree(other, ignore_errors=True)
    os.environ["NUMBA_CACHE_DIR"] = str(cache)

from hypothesis import HealthCheck, settings  # noqa: E402

# The first example pays for the compiler, so no deadline; the same examples on every machine.
settings.register_profile(
    "joinedup",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("joinedup")
