"""OCRmyPDF with limits: `python -m kb.extract.ocr_child PID ARGUMENTS`, which are OCRmyPDF's own.

It ends with the process of that number.
"""

import contextlib
import runpy
import sys

from kb.orphan import end_with_parent

_MEMORY = 4_000_000_000  # bytes; a page at 600 dpi takes 400 MB


def main() -> None:
    """Run it in this process."""
    end_with_parent(int(sys.argv.pop(1)))  # else it goes on for hours, with a second one beside it
    try:
        import resource
    except ImportError:  # Windows has none
        pass
    else:
        for kind, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, _MEMORY)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (value, value))
    runpy.run_module("ocrmypdf", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
