"""A child process that ends with the one that started it, also where that was killed."""

import os
import signal
import time
from threading import Thread

_LOOK_EVERY = 1.0  # seconds


def end_with_parent(parent: int) -> None:
    """End this process, and those of its group if it leads one, once its parent is gone.

    `parent` is the number of that process. By looking: on Linux the system could tell, but it would
    when the *thread* ends that started us. Windows never says that a parent is gone.
    """
    Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
