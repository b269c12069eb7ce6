"""Pictures: of the kind that the name says, not too large to be shown, and nothing but a picture."""

import mmap
import warnings
import zipfile
from pathlib import Path

from PIL import Image

from submissions.examining.ends import PAGE
from submissions.examining.faults import Fault, Faulty

FORMATS = {"png": ["PNG"], "jpg": ["JPEG"], "jpeg": ["JPEG"]}
MAX_PIXELS = 100_000_000


def examine_image(path: Path, ending: str) -> None:
    if zipfile.is_zipfile(path):
        raise Faulty(Fault.TWO_IN_ONE)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if PAGE.search(content):
            raise Faulty(Fault.TWO_IN_ONE)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS[ending]) as picture:
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Faulty(Fault.PIXELS) from bomb
    except OSError as other:
        raise Faulty(Fault.OTHER_KIND) from other
