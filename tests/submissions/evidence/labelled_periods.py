"""Documents whose year is known, for measuring: what they are about in many wordings, and everything that distracts from it.

The wordings for choosing thresholds (dev) and those for reporting (test) are different ones. Written by hand, no real document.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from submissions.checks.case import Case
from submissions.documents import Document, Form, Page
from tests.submissions.evidence.cases import case

ROUND = 2566
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

# {y}: the year; {s}: its two digits; {b}: the year before; {c}: of the Christian Era; {e}: four years on; {z}: its two digits
HEADS = {
    "dev": [
        "รายงานผลการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {y}",
        "แผนปฏิบัติการประจำปี {y}",
        "สรุปผลการจัดซื้อจัดจ้าง ปีงบประมาณ {y}",
        "ข้อมูลสถิติการให้บริการ (ตุลาคม {b} - กันยายน {y})",
        "รายงานผล\nประจำปี\nงบประมาณ พ.ศ.{y}",
        "รายงานประจำปี พ.ศ. {y} ของเทศบาลตำบลอัลฟา",
        "ผลการดำเนินงานตั้งแต่วันที่ 1 ตุลาคม {b} ถึงวันที่ 30 กันยายน {y}",
        "รายงานผล ปีงบ {s}",
    ],
    "test": [
        "รายงานการกำกับติดตาม ปีงบประมาณ พ.ศ. {y}",
        "แผนดำเนินงาน ประจำปี พ.ศ.{y}",
        "รายงานสรุปประจำปีงบประมาณ {y} องค์การบริหารส่วนตำบล",
        "ข้อมูลระหว่างเดือนตุลาคม {b} – เดือนกันยายน {y}",
        "Annual report FY{c}",
        "ผลการประเมินความเสี่ยง ประจำ ปีงบ ประมาณ พ. ศ. {y}",
        "สถิติเรื่องร้องเรียน ตั้งแต่ 1 ต.ค. {s2} - 30 ก.ย. {s}",
        "รายงานผลการใช้จ่ายงบประมาณ ไตรมาสที่ 2 ปีงบประมาณ {y}",
        "สรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบปีงบประมาณ พ.ศ. {y}",
        "รายงานกิจกรรม รอบ 6 เดือน ปี {y}",
    ],
}
PLANS = {
    "dev": ["แผนยุทธศาสตร์ พ.ศ. {y}-{e}", "แผนพัฒนาท้องถิ่น (พ.ศ. {y} – {e})", "แผนปฏิบัติการป้องกันการทุจริต ระยะ 5 ปี ({y}-{z})"],
    "test": [
        "แผนพัฒนาหน่วยงาน ปี พ.ศ. {y} ถึง พ.ศ. {e}",
        "แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. {y} - {e}",
        "แผนยุทธศาสตร์องค์กร {y}–{z}",
    ],
}
DISTRACTIONS = {
    "dev": [
        "ตามพระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560",
        "ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 และที่แก้ไขเพิ่มเติม (ฉบับที่ 4) พ.ศ. 2564",
        "ลงชื่อ วันที่ 15 พฤศจิกายน {after}",
        "เปรียบเทียบกับปีงบประมาณ พ.ศ. {b} เพิ่มขึ้นร้อยละ 5",
        "สอดคล้องกับยุทธศาสตร์ชาติ 20 ปี (พ.ศ. 2561 - 2580)",
        "ผู้เข้าร่วม 2566 คน งบประมาณ 2,566 บาท",
        "โทร 0-2566-2565 ต่อ 2567",
        "ใช้ประกอบการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. 2566",
    ],
    "test": [
        "อาศัยอำนาจตาม พ.ร.บ. ข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 9",
        "ประมวลจริยธรรม พ.ศ. 2564 และหลักเกณฑ์การบริหารงานบุคคล พ.ศ. 2565",
        "ข้อมูล ณ วันที่ 2 มกราคม พ.ศ. {after}",
        "ปีงบประมาณ พ.ศ. {b} เบิกจ่ายได้ร้อยละ 91.20",
        "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13 (พ.ศ. 2566-2570)",
        "หนังสือที่ มท 0808/ว 2565 ลงวันที่ 3/2/{after}",
        "รวมทั้งสิ้น 2565 รายการ เป็นเงิน 2566.50 บาท",
        "ข้อมูลสาธารณะ OIT ปีงบประมาณ 2566 ข้อ O13",
        "ISO 9001 พื้นที่ 2567 ไร่ รหัสงบประมาณ 2500702566",
        "บ้านเลขที่ 2565/1 หมู่ 3",
    ],
}
TITLES = {
    "dev": ["", "เอกสารแนบ", "รายงาน", "ITA 2566 ข้อ O13"],
    "test": ["", "ไฟล์ PDF", "แบบ OIT 2566", "ดาวน์โหลดเอกสาร"],
}
NAMED_TITLES = {"dev": ["รายงานปี {y}", "แผนฯ {y}"], "test": ["ผลการดำเนินงาน {y}", "เอกสารปีงบประมาณ {y}"]}
FILES = {"dev": ["file.pdf", "O13_ITA2566.pdf", "scan0001.pdf"], "test": ["doc.pdf", "ita-2566-o13.pdf", "20230214_report.pdf"]}
NAMED_FILES = {"dev": ["report_{y}.pdf"], "test": ["ผลการดำเนินงาน-{y}.pdf"]}


@dataclass(frozen=True)
class Labelled:
    case: Case
    truth: str  # "right", "wrong", "none": no year in it
    text: str


def documents(part: str) -> Iterator[Labelled]:
    """Every head with right and wrong years under every rule, each with some distractions; the same on every run."""
    chance = random.Random(f"periods {part}")
    for rule, wanted in (("current_fy", ROUND), ("previous_fy", ROUND - 1), ("first_six_months", ROUND)):
        for head in HEADS[part]:
            for year in (wanted, wanted, wanted - 1, wanted - 2, wanted + 1):
                yield _made(chance, part, rule, head, year, "right" if year == wanted else "wrong")
    for plan in PLANS[part]:
        for year in (ROUND - 4, ROUND - 2, ROUND, ROUND - 5, ROUND - 8, ROUND + 1):
            truth = "right" if year <= ROUND <= year + 4 else "wrong"
            yield _made(chance, part, "covers_fy", plan, year, truth)
    for rule in ("current_fy", "previous_fy", "covers_fy"):
        for _time in range(5):
            yield _made(chance, part, rule, "เอกสารของหน่วยงาน", ROUND, "none")


def _made(chance: random.Random, part: str, rule: str, head: str, year: int, truth: str) -> Labelled:
    values = {"y": year, "s": year - 2500, "b": year - 1, "s2": year - 2501, "c": year - 543, "e": year + 4, "z": year - 2496}
    values["after"] = year + 1
    distractions = chance.sample(DISTRACTIONS[part], 4)
    if truth == "none":
        distractions = [one for one in distractions if "{" not in one]
    lines = [head, "", "บทนำ", *distractions, "ผู้จัดทำ สำนักปลัด"]
    named = truth != "none" and chance.random() < 0.3
    title = chance.choice(NAMED_TITLES[part] if named and rule != "covers_fy" else TITLES[part]).format(**values)
    file = chance.choice(NAMED_FILES[part] if named and chance.random() < 0.5 and rule != "covers_fy" else FILES[part])
    text = "\n".join(lines).format(**values)
    if chance.random() < 0.5:
        text = text.translate(THAI)
    handed = {"title": title, "file_name": file.format(**values)}
    cover = [Page("เทศบาลตำบลอัลฟา\nอำเภอเมือง")] if chance.random() < 0.2 else []
    pages = (*cover, Page(text), Page("ภาคผนวก\n" + chance.choice(DISTRACTIONS[part]).format(**values)))
    document = Document(Form.PDF, pages=pages, page_count=len(pages))
    return Labelled(case(document, handed=handed, period_rule=rule, fiscal_year=ROUND), truth, f"{title} | {file} | {text}")
