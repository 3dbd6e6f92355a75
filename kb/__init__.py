"""Search handbooks and brochures: PDFs in `documents/`, the marked page in the browser."""

__version__ = "0.1.0"
