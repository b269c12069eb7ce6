"""Run as a limited child: a picture on standard input, the same on standard output without what its file says beside the picture.

Place, time, device, author, comments and the small preview go; how it is to be turned and its colours become part of the picture.
Never imported by the portal.
"""

import io
import sys
from typing import Any

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin

DRAWN = ("transparency",)  # what belongs to the picture itself


def bare(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as opened:
        kind, how = _how_it_was_saved(opened)
        profile = opened.info.get("icc_profile")
        picture = ImageOps.exif_transpose(opened)
    picture = _in_common_colours(picture, profile)
    picture.info = {name: picture.info[name] for name in DRAWN if name in picture.info}
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def _how_it_was_saved(opened: Image.Image) -> tuple[str, dict[str, Any]]:
    """With the same tables and sampling a JPEG loses next to nothing when it is compressed again."""
    if not isinstance(opened, JpegImagePlugin.JpegImageFile):
        return "PNG", {}
    return "JPEG", {"qtables": opened.quantization, "subsampling": JpegImagePlugin.get_sampling(opened)}


def _in_common_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as without a profile, which names the device; a profile that says nothing for this kind of picture is left out."""
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        turned = ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return picture
    return turned or picture


if __name__ == "__main__":
    sys.stdout.buffer.write(bare(sys.stdin.buffer.read()))
