"""Asks the web server of this container whether it answers, under a name that it accepts (ALLOWED_HOSTS). Exit status 0 when it does."""

import os
import sys
import urllib.request


def main() -> int:
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip("*.")
    # The answer over plain HTTP is not redirected: /healthz is exempt.
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": first or "localhost"})
    with urllib.request.urlopen(request, timeout=4) as response:
        return 0 if response.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
