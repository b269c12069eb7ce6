"""What to do about each reason for a lost point, and which reasons an assessor's free comment shows by its own words."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from submissions.enums import Reason

REMEDIES: dict[Reason, str | Promise] = {
    Reason.R1: _("Write the way link by link and walk it yourself: Home > … > this page."),
    Reason.R2: _("Show the data of the whole agency; what a single unit has is only a part of it."),
    Reason.R3: _("Go through the components one by one and tie evidence to every one of them."),
    Reason.R4: _("Put the channel itself on the agency's website and give the address of that page."),
    Reason.R5: _("Read the wording of the item again and replace what was shown by what it asks for."),
    Reason.R6: _("Mend the item that this one builds on first, then let this answer refer to it."),
    Reason.R7: _("Give an address on the agency's main website; a page elsewhere needs a link from there."),
    Reason.R8: _("No reason was written: compare the answer of that year with the components one by one."),
    Reason.R9: _("Bring the page up to date before you hand in, and look at it again before the time for answers ends."),
    Reason.R10: _("Replace the document by that of the year asked for, with the year in its title."),
    Reason.R11: _(
        "Publish the document that the head of the agency signed, as a file with text and not only as a picture of paper."
    ),
    Reason.R12: _("Publish the table as XLSX or CSV, beside the PDF if there is one."),
    Reason.R13: _("Open every link from a computer outside the office, and keep the website up until the assessment is over."),
    Reason.R14: _("Move the document to the agency's website, where it opens without a log-in."),
    Reason.R15: _("Cover every unit, service and period that the item names; where there is nothing to report, say so."),
    Reason.R16: _("Take the document down, black out what is of private persons, and hand in the new file."),
}

# The assessors' own phrases. A comment that uses none of them is left unread: better no reason than an invented one.
_PHRASES: dict[Reason, str] = {
    Reason.R1: r"ไม่(ได้)?แสดง(ช่องทางเข้าถึง|เส้นทาง|ลิงก์|ลิงค์)|ไม่พบการนำเสนอ URL ที่เชื่อมโยง",
    Reason.R2: r"(มิใช่|ไม่ใช่)(ของ)?ส่วนราชการ",
    Reason.R3: r"ไม่ครบถ้วน|ขาดองค์ประกอบ|ไม่ครบองค์ประกอบ|ไม่ได้แสดง(?!ช่องทาง|เส้นทาง|ลิงก์|ลิงค์)|ไม่พบช่องทางติดต่อผู้บริหาร",
    Reason.R4: r"(ไม่มี|ไม่พบ)ช่องทาง(?!ติดต่อผู้บริหาร).{0,40}บน(หน้า)?เว็บไซต์|ต้องเป็นช่องทางบนหน้าเว็บไซต์",
    Reason.R5: r"ต้องเป็น(?!ช่องทาง).{3,120}?(ไม่ใช่|มิใช่)",
    Reason.R6: r"เนื่องจาก.{0,60}ในข้อ O\d+|ไม่สามารถตรวจสอบได้.{0,80}ข้อ O\d+",
    Reason.R7: r"ไม่ใช่ ?(URL ของ)?(หน้า)? ?(website|เว็บไซต์) ?หลัก",
    Reason.R9: r"ไม่เป็นปัจจุบัน",
    Reason.R10: r"ผิดปีงบประมาณ|(ไม่ใช่|มิใช่)(ข้อมูล)?(ของ)?ปีงบประมาณ",
    Reason.R11: r"ไม่มีลายมือชื่อ|ไม่ได้ลงนาม|ไม่มีการลงนาม",
    Reason.R13: r"(ลิงก์|ลิงค์)เสีย|เว็บไซต์ล่ม|เปิดลิงก์ไม่ได้|เปิดลิงค์ไม่ได้",
    Reason.R14: r"ต้องเข้าสู่ระบบก่อน",
}
_READERS = {reason: re.compile(phrase) for reason, phrase in _PHRASES.items()}


def reasons_in(comment: str) -> list[Reason]:
    """The reasons that the comment's own words show, in the order of their codes; empty where it shows none."""
    text = " ".join(comment.split())
    return [reason for reason, reader in _READERS.items() if reader.search(text)]


def remedy(reason: Reason | str) -> str:
    return str(REMEDIES[Reason(reason)])
