"""Page images for programs that do not know WebP, such as word processors."""

from io import BytesIO

from PIL import Image


def as_jpeg(webp: bytes) -> bytes:
    """The same picture as JPEG."""
    out = BytesIO()
    with Image.open(BytesIO(webp)) as picture:
        picture.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
