"""The engine seam, and what stands behind it: generations on disk, Whoosh, the word-part table."""
