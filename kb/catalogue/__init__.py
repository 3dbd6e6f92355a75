"""The records in `documents/`: what a publication is, its editions, their files."""

from kb.catalogue.folder import Catalogue
from kb.catalogue.proposal import FirstLook

__all__ = ["Catalogue", "FirstLook"]
