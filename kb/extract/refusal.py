"""Why a reader would not give a file or a page, in the words that decide an outcome."""


class PasswordNeeded(Exception):
    """The file opens only with a password."""


class LimitReached(Exception):
    """Reading on would take more of the machine than a document may have."""
