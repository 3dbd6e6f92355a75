"""A clock that a test moves on."""


class Clock:
    """Stands still until it is moved; seconds from nowhere in particular."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
