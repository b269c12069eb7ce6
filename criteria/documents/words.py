"""The words by which columns, headings and departments are known. Data: add a wording that agencies use, and it is understood.

Compared as search keys: without blanks and punctuation, in Arabic digits.
"""

from ita_portal.lib.thai import search_key

ROLES = (
    "code",
    "title",
    "detail",
    "departments",
    "support",
    "score",
    "comment",
    "evidence",
    "sub",
    "heading",
    "status",
    "ignored",
)

# A column header that is exactly this
EXACT = {
    "code": ["ข้อ", "ข้อที่", "ข้อ OIT", "OIT", "รหัส", "รหัสข้อ", "รหัส OIT", "ประเด็น OIT", "ข้อมูล OIT", "ตัวชี้วัด OIT", "O", "no", "code"]
    + ["item", "ที่", "ลำดับ", "ลำดับที่"],
    "title": ["ข้อมูล", "ชื่อข้อมูล", "รายการ", "รายการข้อมูล", "รายการประเมิน", "หัวข้อ", "หัวข้อการประเมิน", "หัวข้อข้อมูล", "เรื่อง", "ประเด็น"]
    + ["ประเด็นการประเมิน", "ประเด็นการตรวจ", "ชื่อ", "ชื่อรายการ", "title", "topic", "name", "ข้อคำถาม", "ประเด็นการเปิดเผยข้อมูล"],
    "detail": ["องค์ประกอบด้านข้อมูล", "องค์ประกอบ", "รายละเอียด", "รายละเอียดข้อมูล", "คำอธิบาย", "เกณฑ์", "เกณฑ์การประเมิน", "หลักเกณฑ์"]
    + ["แนวทาง", "แนวทางการดำเนินการ", "สิ่งที่ต้องดำเนินการ", "detail", "details", "components"],
    "departments": ["หน่วยรับผิดชอบดำเนินการ", "ผู้รับผิดชอบ", "หน่วยงาน", "ส่วนราชการ", "กอง", "สำนัก/กอง", "กอง/สำนัก", "กอง/ฝ่าย"]
    + ["สำนัก/กอง/ฝ่าย", "กลุ่มงาน", "ฝ่าย", "เจ้าภาพ", "ผู้ดำเนินการ", "มอบหมาย", "department", "departments", "owner", "responsible"]
    + ["เจ้าของข้อมูล", "เจ้าภาพหลัก", "หน่วยงานหลัก", "หน่วยหลัก"],
    "support": ["หน่วยงานสนับสนุน", "ผู้สนับสนุน", "หน่วยสนับสนุน", "หน่วยงานร่วม", "เจ้าภาพร่วม", "สนับสนุน", "ผู้ร่วมรับผิดชอบ", "support"],
    "score": ["คะแนน", "คะแนนที่ได้", "ผลคะแนน", "ผลการประเมิน", "score"],
    "comment": ["ข้อคิดเห็น", "ความคิดเห็น", "ความเห็น", "ข้อเสนอแนะ", "ข้อสังเกต", "ข้อคิดเห็นผู้ประเมิน", "comment", "comments"],
    "evidence": ["ที่อยู่ข้อมูล (URL)", "URL", "ลิงก์", "ลิงค์", "link", "การเผยแพร่ข้อมูล", "ที่อยู่เว็บไซต์", "แหล่งข้อมูล", "หลักฐาน", "evidence"],
    "sub": ["ตัวชี้วัดย่อย", "ตัวชี้วัด", "ตัวชี้วัดที่", "ตัวชี้วัดย่อยที่", "indicator"],
    "heading": ["หมวด", "กลุ่มข้อมูล", "หัวข้อหลัก", "ด้าน", "heading", "group"],
    "ignored": ["หมายเหตุ", "กำหนดส่ง", "กำหนดแล้วเสร็จ", "กำหนดเวลา", "วันที่", "สถานะการดำเนินการ", "remark", "remarks"],
}
# A longer header that has this in it, the first that fits; a header stays below 70 letters
PARTS = [
    ("สนับสนุน", "support"),
    ("รับผิดชอบ", "departments"),
    ("ที่เกี่ยวข้อง", "departments"),
    ("เจ้าภาพ", "departments"),
    ("มอบหมาย", "departments"),
    ("คะแนน", "score"),
    ("ข้อคิดเห็น", "comment"),
    ("ความเห็น", "comment"),
    ("url", "evidence"),
    ("ลิงก์", "evidence"),
    ("เว็บไซต์", "evidence"),
    ("องค์ประกอบ", "detail"),
    ("รายละเอียด", "detail"),
    ("เกณฑ์การประเมิน", "detail"),
    ("ตัวชี้วัดย่อย", "sub"),
    ("สถานะ", "status"),
    ("ผลการประเมิน", "status"),
    ("ประเด็น", "title"),
    ("รายการ", "title"),
]
MAX_HEADER = 70

NOTE_OPENINGS = ("*", "หมายเหตุ", "ดูแนวทาง", "สามารถดู", "กรณี", "ข้อสังเกต", "ทั้งนี้", "http", "www.", "(", "ที่มา")
COUNT_WORDS = ("ข้อมูล", "ข้อ", "items")
# A first line that speaks of this is the title of the document, not a heading of its table
TITLE_WORDS = ("ITA", "OIT", "การประเมิน", "บัญชี", "มอบหมาย", "แบบตรวจ", "แบบวัด", "แบบฟอร์ม", "ประจำปี", "ปีงบประมาณ", "กรอบ", "พ.ศ.")
NO_COMMENT = ("", "-", "–", "—", "--", "ไม่มี", "ไม่มีข้อคิดเห็น", "ไม่มีความเห็น")
BULLETS = "·∙•●○◦▪-–*"
# How a sentence of a component begins, where no bullet says so
DETAIL_OPENINGS = ("แสดง", "จะต้อง", "ต้อง", "เป็นข้อมูล", "เป็นรายงาน", "เป็นการ", "มีข้อมูล", "มีเนื้อหา", "เผยแพร่", "หน่วยงาน")

EVERYONE = ["ทุกส่วนราชการ", "ทุกหน่วยงาน", "ทุกกอง", "ทุกสำนัก/กอง", "ทุกสำนัก", "ทุกฝ่าย", "ทุกกลุ่ม", "ทุกกลุ่มงาน", "ทุกหน่วย", "ทุกงาน"]
EVERYONE += ["ทุกส่วนราชการในสังกัด", "ทุกหน่วยงานในสังกัด", "ทุกส่วน", "ทุกสำนัก กอง", "ทุกกอง/สำนัก", "ทุกส่วนงาน", "ส่วนราชการทุกส่วน"]
# What the name of a department begins with; the longest fitting one counts
UNIT_OPENINGS = ["สำนักงาน", "สำนักปลัด", "สำนัก", "กองทุน", "กอง", "ฝ่าย", "กลุ่มงาน", "กลุ่ม", "กง.", "ศูนย์", "หน่วยตรวจสอบ", "หน่วย", "งาน"]
UNIT_OPENINGS += ["ส่วน", "แผนก", "คณะ", "สถาบัน", "โรงพยาบาล", "โรงเรียน", "วิทยาลัย", "ที่ทำการ", "องค์การ", "เทศบาล", "อำเภอ", "สถานี"]

_BY_KEY = {search_key(word): role for role, words in EXACT.items() for word in words}
_EVERYONE_KEYS = frozenset(map(search_key, EVERYONE))
_PART_KEYS = [(search_key(part), role) for part, role in PARTS]


def header_role(text: str) -> str | None:
    """What a column with this header holds, or None when the text is no header that we know."""
    key = search_key(text)
    if not key or len(key) > MAX_HEADER:
        return None
    return _BY_KEY.get(key) or next((role for part, role in _PART_KEYS if part in key), None)


def is_everyone(text: str) -> bool:
    return search_key(text) in _EVERYONE_KEYS


def begins_like_a_unit(text: str) -> bool:
    return text.lstrip("( ").startswith(tuple(UNIT_OPENINGS)) or text.lstrip("( ").startswith("ทุก")
