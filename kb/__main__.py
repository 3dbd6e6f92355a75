"""`python -m kb` is the `kb` command; processes that the app starts call it this way."""

from kb.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
