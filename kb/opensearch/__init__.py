"""OpenSearch behind the engine seam: for more pages and readers than one machine serves."""

from kb.opensearch.engine import OpenSearchEngine

__all__ = ["OpenSearchEngine"]
