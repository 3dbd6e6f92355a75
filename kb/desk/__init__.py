"""What people do in the app: accounts, sessions and a log of changes, in one database."""

from kb.desk.database import Desk

__all__ = ["Desk"]
