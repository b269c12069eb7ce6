"""In a limited child: a workbook on standard input, its sheets as JSON on standard output. Values only, no formula is run."""

import io
import json
import sys

import python_calamine


def main() -> None:
    most_sheets, most_rows, most_columns = map(int, sys.argv[1:4])
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    names = [name for name in book.sheet_names if name != "README"]
    if len(names) > most_sheets:
        sys.exit("too many sheets")
    found = {}
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height > most_rows or sheet.width > most_columns:
            sys.exit("too large a sheet")
        found[name] = sheet.to_python(skip_empty_area=False)
    json.dump(found, sys.stdout, ensure_ascii=False, default=str)


if __name__ == "__main__":
    main()
