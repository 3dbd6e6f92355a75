"""Pictures of printed pages with the marks of a search on them."""

from kb.view.jpeg import as_jpeg
from kb.view.viewer import Viewer

__all__ = ["Viewer", "as_jpeg"]
