"""Python looks for garbage after a start, and never among what was loaded by then."""

import gc

from kb.ui import garbage


def test_what_is_loaded_is_not_looked_at_again() -> None:
    """And what is made later is."""
    garbage.postpone()
    assert not gc.isenabled()
    garbage.begin()
    try:
        assert gc.isenabled()
        assert gc.get_freeze_count() > 1000
        assert len(gc.get_objects()) < 1000
    finally:
        gc.unfreeze()
