"""Persons in a cell of departments: names, posts, telephone numbers. They are left out; the portal keeps work, not people."""

import re

_TITLE = (
    r"(?:นางสาว|นาง|นาย(?!ก|อำเภอ|ช่าง|แพทย์|ทะเบียน)|น\.\s?ส\.?|นส\.?(?=\s?[ก-ฮเ-ไ])|ว่าที่\s?(?:ร้อยตรี|ร้อยโท|ร้อยเอก|ร\.ต\.)\s?(?:หญิง)?"
    r"|(?:พล|พัน|ร้อย|สิบ|จ่าสิบ|ดาบ)\s?(?:ตำรวจ)?(?:ตรี|โท|เอก)|[พรจสด]\.[ตทอส]\.(?:[ตทอ]\.)?|ดร\.|คุณ|Mr\.?|Mrs\.?|Ms\.?|Miss)"
)
_NOT_A_SURNAME = r"(?!ตำแหน่ง|กอง|สำนัก|ฝ่าย|งาน|กลุ่ม|ศูนย์|หน่วย|ส่วน|หัวหน้า|ผู้อำนวยการ|และ|โทร|นาย|นาง|น\.ส|ปลัด|นัก|เจ้า|จพง)"
_NAME = re.compile(
    rf"(?:(?<=^)|(?<=[\s(,/+.)\]:๐-๙0-9]))(?:[0-9๐-๙]{{1,2}}\s?[.)]\s*)?{_TITLE}\s*[ก-๎]{{2,30}}(?:[ \u00a0]+{_NOT_A_SURNAME}[ก-๎]{{2,40}})?",
    re.MULTILINE,
)
_POST = re.compile(r"\(?\s*ตำแหน่ง\s*[:：]?\s*[^\n,+]*?(?=\s[0-9๐-๙]{1,2}\s?[.)]|[\n,+]|$)")
_OFFICIAL = re.compile(r"เจ้าหน้าที่(?:ผู้)?(?:รับผิดชอบ|ที่ได้รับมอบหมาย)|ผู้รับผิดชอบ\s*[:：]|(?<=\s)ผู้ประสานงาน\s*[:：]?")
_PHONE = re.compile(
    r"(?:โทรศัพท์|โทร\.?|มือถือ|tel\.?)\s*[:：.]?\s*[0-9๐-๙][0-9๐-๙\s-]{4,14}|(?<![0-9])0[0-9][0-9 -]{7,11}(?![0-9])", re.IGNORECASE
)
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?:line|ไลน์)\s*(?:id)?\s*[:：]\s*\S+", re.IGNORECASE)
_EMPTY_NUMBER = re.compile(r"(?m)(?:^|(?<=\s))[0-9๐-๙]{1,2}\s?[.)]\s*(?=$|\n)")
POSTS: tuple[str, ...] = (
    "หัวหน้า",
    "ผู้อำนวยการ",
    "ผอ.",
    "ปลัด",
    "รองปลัด",
    "รองนายก",
    "นายก",
    "นายช่าง",
    "นายอำเภอ",
    "เจ้าหน้าที่",
    "เจ้าพนักงาน",
    "จพง.",
    "นักวิชาการ",
)
POSTS += (
    "นักวิเคราะห์",
    "นักพัฒนา",
    "นักทรัพยากร",
    "นักจัดการ",
    "นักประชาสัมพันธ์",
    "นิติกร",
    "ผู้ช่วย",
    "พนักงาน",
    "เลขานุการนายก",
    "คณะผู้บริหาร",
    "ผู้ว่าราชการ",
)


def without_persons(text: str) -> tuple[str, int]:
    """The text without names, posts beside them and ways to reach them, and how many were taken out."""
    count = 0
    for pattern in (_CONTACT, _PHONE, _NAME, _POST, _OFFICIAL):
        text, found = pattern.subn(" ", text)
        count += found
    if count:
        text = re.sub(r"\(\s*\)", "", text)
        text = "\n".join(line for line in (" ".join(line.split()) for line in _EMPTY_NUMBER.sub("", text).split("\n")) if line)
    return text, count


def names_a_person(text: str) -> bool:
    return bool(_NAME.search(text))


def is_post(text: str) -> bool:
    """“ผู้อำนวยการกองคลัง”: somebody's post, no department."""
    return text.strip().startswith(POSTS)
