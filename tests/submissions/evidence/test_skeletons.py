"""Thai without its marks: what stays the same whatever a PDF program did to it."""

from submissions.documents.skeletons import bones, skeleton


def test_what_pdf_programs_do_to_words_makes_no_difference():
    ways = ["การดำเนินงาน ประจำปี", "การดํ\u0e32เนินงาน ประจํ\u0e32ปี", "กำรดᡸำเนินงำน ประจᠽาปี", "การ ดำ เนิน งานประจำป"]
    assert {skeleton(way).text for way in ways} == {"การดาเนนงานประจาป"}
    assert bones("ปีงบประมาณ พ.ศ. ๒๕๖๖") == "ปงบประมาณพ.ศ.2566"


def test_a_passage_is_shown_without_what_a_typeface_broke():
    page = skeleton("การดᡶาเนินงานเรื่องนᡸ้ำ \ue00aประจᠽาปี ๒๕๖๖")
    assert page.passage(0, 3) == "การดำเนินงานเรื่องน้ำ ประจำปี ๒๕๖๖"


def test_a_passage_is_what_is_written():
    text = "บรรทัดแรก\nงบประมาณที่ใช้ ๑๒๐,๐๐๐ บาท จากทั้งหมด\nต่อ"
    page = skeleton(text)
    start = page.text.index("120,000")
    assert page.passage(start, start + 7) == "งบประมาณที่ใช้ ๑๒๐,๐๐๐ บาท จากทั้งหมด"
    long = skeleton("ก" * 500 + "2566" + "ข" * 500)
    passage = long.passage(500, 504)
    assert (len(passage), passage[0], passage[-1], "2566" in passage) == (200, "…", "…", True)
