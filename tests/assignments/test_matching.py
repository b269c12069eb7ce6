"""Cells of departments: taken apart, matched, suggested; nothing invented."""

import pytest

from assignments.matching import Known, candidates, resolve

PROVINCE = Known(
    "office",
    "สำนักงานจังหวัดระยอง",
    units=(Known("hr", "กง.บุคคลฯ"), Known("plan", "กง.ยุทธศาสตร์ฯ"), Known("centre", "กง.ศูนย์ดำรงธรรมฯ")),
)
KNOWN = [
    PROVINCE,
    Known("audit", "หน่วยตรวจสอบภายในจังหวัดระยอง"),
    Known("treasury", "สำนักงานคลังจังหวัด"),
    Known("finance", "กองคลัง"),
    Known("works", "กองช่าง", aliases=("ส่วนโยธา",)),
    Known("strategy", "กองยุทธศาสตร์และงบประมาณ"),
    Known("health", "กองสาธารณสุขและสิ่งแวดล้อม"),
    Known("clerk", "สำนักงานเลขานุการ อบจ."),
]


def short(text: str) -> list[tuple]:
    return [(one.key, *(unit.key for unit in one.units)) for one in resolve(text, KNOWN).matches]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("กองคลัง", [("finance",)]),
        ("กองคลัง กองช่าง", [("finance",), ("works",)]),
        ("กองคลัง\nกองช่าง", [("finance",), ("works",)]),
        ("กองคลัง, กองช่าง", [("finance",), ("works",)]),
        ("กองคลัง/กองช่าง", [("finance",), ("works",)]),
        ("กองคลัง+กองช่าง", [("finance",), ("works",)]),
        ("กองคลังและกองช่าง", [("finance",), ("works",)]),
        ("กองคลังร่วมกับกองช่าง", [("finance",), ("works",)]),
        ("๑. กองคลัง\n๒. กองช่าง", [("finance",), ("works",)]),
        ("- กองคลัง\n- กองช่าง", [("finance",), ("works",)]),
        ("กองคลัง กองคลัง", [("finance",)]),
        ("ส่วน โยธา", [("works",)]),
        ("กองสาธารณสุขและสิ่งแวดล้อม และกองคลัง", [("health",), ("finance",)]),
        ("กองสาธารณสุข\nและสิ่งแวดล้อม", [("health",)]),
        ("กองยุทธศาสตร์และงบประมาณและกองคลัง", [("strategy",), ("finance",)]),
        ("สำนักงานจังหวัดระยอง\n(กง.บุคคลฯ + กง.ยุทธศาสตร์ฯ)", [("office", "hr", "plan")]),
        (
            "สำนักงานจังหวัดระยอง\n(กง..ศูนย์ดำรงธรรมฯ +        กง.บุคคลฯ )\nและสำนักงานคลังจังหวัด",
            [("office", "centre", "hr"), ("treasury",)],
        ),
        ("หน่วยตรวจสอบภายใน   จังหวัดระยอง\nและสำนักงานคลังจังหวัด", [("audit",), ("treasury",)]),
        ("กง.บุคคลฯ", [("office", "hr")]),
        ("กง.บุคคลฯ และ กง.ยุทธศาสตร์ฯ", [("office", "hr", "plan")]),
        ("สำนักงานเลขานุการ อบจ.", [("clerk",)]),
    ],
)
def test_several_departments_in_one_cell(cell, found):
    assert short(cell) == found
    resolution = resolve(cell, KNOWN)
    assert (resolution.certain, resolution.everyone) == (True, False)
    assert [one.part for one in resolution.matches] == ["lead", "support"][: len(found)]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("ทุกส่วนราชการ", []),
        ("ทุก ส่วนราชการ", []),
        ("ทุกกอง", []),
        ("สำนักงานคลังจังหวัด\nและทุกส่วนราชการ", [("treasury",)]),
        ("สำนักงานจังหวัดระยอง (กง.ยุทธศาสตร์ฯ) และทุกส่วนราชการ", [("office", "plan")]),
        ("กองคลัง, ทุกส่วนราชการที่เกี่ยวข้อง", [("finance",)]),
    ],
)
def test_every_department(cell, found):
    assert short(cell) == found
    assert resolve(cell, KNOWN).everyone


@pytest.mark.parametrize(
    ("cell", "key", "least"),
    [
        ("กองคลงั", "finance", 75),
        ("กองยุทธศาสตร์ฯ", "strategy", 90),
        ("กองสาธารณสุขฯ", "health", 90),
        ("สำนักงานเลขาธิการ อบจ.", "clerk", 80),
        ("สนง.คลังจังหวัด", "treasury", 97),
        ("สำนักงานเลขานุการองค์การบริหารส่วนจังหวัด", "clerk", 97),
        ("ผู้อำนวยการกองคลัง", "finance", 60),
    ],
)
def test_what_is_only_like_a_name_is_suggested_never_taken(cell, key, least):
    resolution = resolve(cell, KNOWN)
    (match,) = resolution.matches
    assert (match.how, match.key, resolution.certain) == ("similar", "", False)
    assert match.suggestions[0].key == key
    assert least <= match.suggestions[0].score < 100


@pytest.mark.parametrize("cell", ["กองการศึกษา", "กองการศึกษา ศาสนาและวัฒนธรรม", "กองคลังและพัสดุกลาง", "เทศกิจ"])
def test_unknown_names_stay_whole_and_unknown(cell):
    (match,) = resolve(cell, KNOWN).matches
    assert (match.text, match.key) == (cell, "")


@pytest.mark.parametrize("cell", ["", "-", " \n ", "( )", "และ", "1."])
def test_nothing_in_a_cell_is_nothing(cell):
    resolution = resolve(cell, KNOWN)
    assert (resolution.matches, resolution.everyone, resolution.certain) == ((), False, False)


@pytest.mark.parametrize(
    "cell",
    [
        "กองคลัง\nเจ้าหน้าที่ผู้รับผิดชอบ\n๑.นส สมใจ ใจดี ตำแหน่ง : หัวหน้าสำนักปลัด\n๒.นส.วารี ใจดี ตำแหน่ง : จพง.ธุรการ",
        "กองคลัง เจ้าหน้าที่ผู้รับผิดชอบ ๑.นส สมใจ ใจดี ตำแหน่ง : หัวหน้าสำนักปลัด ๒.นส.วารี ใจดี ตำแหน่ง : จพง.ธุรการ",
        "กองคลัง (นายสมชาย ใจดี โทร. 081-234-5678)",
        "กองคลัง\nนางสาวสมหญิง ใจดี, ว่าที่ร้อยตรีสมชาย ใจดี",
        "น.ส.สมหญิง ใจดี กองคลัง",
        "กองคลัง ดร.สมชาย ใจดี somchai@example.go.th Line ID: somchai",
        "กองคลัง ผู้อำนวยการกองคลัง",
    ],
)
def test_persons_and_posts_are_no_departments_and_are_not_kept(cell):
    resolution = resolve(cell, KNOWN)
    assert [one.key for one in resolution.matches] == ["finance"]
    for trace in ("ใจดี", "สม", "วารี", "081", "somchai"):
        assert trace not in repr(resolution), trace
    assert resolution.persons or "ผู้อำนวยการ" in cell


def test_a_chief_is_a_post_and_no_person_by_that_name():
    assert "นายก อบจ." in resolve("นายก อบจ.", KNOWN).raw


def test_sub_units_that_are_unknown_are_named_beside_their_department():
    (match,) = resolve("สำนักงานจังหวัดระยอง (กง.บุคคล + กง.ใหม่)", KNOWN).matches
    assert (match.key, match.certain) == ("office", False)
    assert [(unit.how, [one.key for one in unit.suggestions]) for unit in match.units] == [("similar", ["hr"]), ("unknown", [])]


def test_without_any_known_department_candidates_are_proposed():
    cells = [
        "กองคลัง",
        "กองคลัง กองช่าง",
        "สำนักปลัด (งานธุรการ + งานนิติการ)",
        "สำนักปลัด (งานธุรการ)",
        "สำนักปลัต",
        "ทุกส่วนราชการ",
        "นายสมชาย ใจดี",
    ]
    found = candidates(cells)
    assert [(one.name, one.count, one.similar_to) for one in found] == [
        ("กองคลัง", 2, ""),
        ("สำนักปลัด", 2, ""),
        ("กองช่าง", 1, ""),
        ("สำนักปลัต", 1, "สำนักปลัด"),
    ]
    assert [(unit.name, unit.count) for unit in found[1].units] == [("งานธุรการ", 2), ("งานนิติการ", 1)]


def test_nothing_is_invented_whatever_the_cell():
    """Every match stands in the cell, and its key is one that was given."""
    for cell in ("กองคลัง xyz", "(((", "กอง", "และและ", "กองคลัง)(กองช่าง", "ก" * 500, "กองคลัง " * 40):
        for match in resolve(cell, KNOWN).matches:
            assert "".join(match.text.split()) in "".join(cell.split()) or match.key
            assert match.key in {"", *(one.key for one in KNOWN)}
