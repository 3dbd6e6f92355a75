"""OpenSearch behind the engine seam: for more pages and readers than one machine serves."""

from kb.opensearch.engine import OpenSearchEngine
from kb.opensearch.health import Health, health

__all__ = ["Health", "OpenSearchEngine", "health"]
