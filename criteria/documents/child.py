"""What the limited child runs: a file on standard input, its name as argument; a reading or a refusal as JSON on standard output."""

import json
import sys

from criteria.documents.readers import Refused, read
from criteria.documents.recognising import recognise
from criteria.documents.wire import packed


def main() -> None:
    try:
        answer = b'{"reading": ' + packed(recognise(read(sys.stdin.buffer.read(), sys.argv[1]))) + b"}"
    except Refused as refused:
        answer = json.dumps({"refused": refused.code, "values": refused.values}).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
