"""OCRmyPDF with limits: `python -m kb.extract.ocr_child ARGUMENTS`, which are OCRmyPDF's own."""

import contextlib
import runpy

_MEMORY = 4_000_000_000  # bytes; a page at 600 dpi takes 400 MB


def main() -> None:
    """Run it in this process."""
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
