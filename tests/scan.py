"""A scanned sheet: a PDF whose page is a picture of text, drawn at 150 dpi and a little askew."""

import time
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont

from kb.extract.ocr import missing

LINES = ("Vormundschaft und Jugendamt", "Das Taschengeld zahlt das Jugendamt.")


def scan(*lines: str) -> bytes:
    """A page of A5 with the lines below each other."""
    image = Image.new("L", (874, 1240), 250)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(34)
    for number, line in enumerate(lines or LINES):
        draw.text((90, 120 + 70 * number), line, font=font, fill=20)
    result = BytesIO()
    made = time.gmtime(1_700_000_000)  # in 2023
    image.rotate(0.4, fillcolor=250).save(result, "PDF", resolution=150, creationDate=made)
    return result.getvalue()


needs_recognition = pytest.mark.skipif(
    missing() is not None, reason=f"text recognition is not installed: {missing()}"
)
