"""In a limited child: YAML on standard input, its values as JSON on standard output. Days become ISO dates.

References that multiply (a “billion laughs”) are written out here, where the child's limits end them.
"""

import json
import sys

import yaml


def main() -> None:
    try:
        found = yaml.safe_load(sys.stdin.buffer.read().decode("utf-8"))
    except (yaml.YAMLError, ValueError) as problem:
        answer: dict = {"problem": str(problem)[:500]}
    else:
        answer = {"found": found}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, allow_nan=False, default=str).encode())


if __name__ == "__main__":
    main()
