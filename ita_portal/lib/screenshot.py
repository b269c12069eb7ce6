"""A picture of a web page as a browser shows it: Chromium, with no way out but our guarded proxy, in a limited child.

The child ends Chromium with its whole group, and the browser's profile goes with the child's folder.
"""

import json
import resource

from ita_portal.lib.guard import Guard
from ita_portal.lib.sandbox import Limits, run_module

WIDTH, HEIGHT = 1280, 2000  # pixels
MEDIA_TYPE = "image/webp"
# The browser reserves far more addresses than it uses, so their number cannot be limited; the child limits its data instead.
LIMITS = Limits(cpu_seconds=30, wall_seconds=30, memory=resource.RLIM_INFINITY, file_size=64 * 1024**2)


def picture_of(url: str, *, browser: str, guard: Guard) -> bytes:
    """The upper part of the page as WebP, WIDTH × HEIGHT.

    `browser`: path of a Chromium. Raises ChildFailed where the page does not open, answers with an error, or takes too much.
    """
    question = {"browser": browser, "url": url, "sites": dict(guard.sites), "outside": guard.outside}
    return run_module("ita_portal.lib.screenshot_child", json.dumps(question).encode(), LIMITS)
