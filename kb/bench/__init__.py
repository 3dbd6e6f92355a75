"""How fast it is, and how that grows: made-up pages, real searches, other engines beside it."""

from kb.bench.growth import Growth, measure
from kb.bench.side_by_side import SideBySide, compare

__all__ = ["Growth", "SideBySide", "compare", "measure"]
