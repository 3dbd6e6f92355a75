"""When this process looks for garbage: not while it starts, nor among what it keeps for good."""

import gc


def postpone() -> None:
    """No looking: what is made while libraries and index are loaded stays."""
    gc.disable()


def begin() -> None:
    """From now on as Python does, but only among what is made from now on.

    Streamlit would look through everything after each run of a script, a tenth of a second in which
    nobody else is served (`runner.postScriptGC`).
    """
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.collect()  # else it would wait until a quarter of what is frozen has been added
