"""How fast it is, and how that grows: made-up pages, real searches, other engines beside it."""

from kb.bench.growth import Growth, measure

__all__ = ["Growth", "measure"]
