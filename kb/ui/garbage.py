"""When this process looks for garbage: not while it starts, nor among what it keeps for good."""

import ctypes
import gc
from contextlib import suppress

_M_ARENA_MAX = -8  # of malloc.h


def postpone() -> None:
    """No looking: what is made while libraries and index are loaded stays."""
    gc.disable()


def share_pools() -> None:
    """Two pools of memory for all threads, where glibc would have up to eight for each core.

    Every run of a script is a thread, and a pool keeps what it once held: 507 MB instead of 688.
    To be called before there are threads; does nothing without glibc.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def begin() -> None:
    """From now on as Python does, but only among what is made from now on.

    Streamlit would look through everything after each run of a script, a tenth of a second in which
    nobody else is served (`runner.postScriptGC`).
    """
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.collect()  # else it would wait until a quarter of what is frozen has been added
