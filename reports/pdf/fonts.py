"""Sarabun, built anew so that SARA AM survives in the text of a PDF.

The shaper always takes ำ apart into two glyphs, and a PDF gives each glyph one text: searching for สำนักงาน then fails, though the page
looks right. The built face joins the parts to a glyph that means ำ, and gives the า that stands after a fused tone mark that meaning too.
Some readers take what follows a mark that is set far to the left for a new word and find no ฟื้นฟู or เปื้อน: over the vowels of ป ฝ ฟ
the marks get a twin, drawn further left of its origin, which need not be set so far back.
The drawing stays what it was. The typeface is under the SIL Open Font License 1.1, without a reserved name.
"""

import copy
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Container, Iterable
from importlib.util import find_spec
from pathlib import Path

FAMILY = "ITA Sarabun"
FACES = {"Regular": (400, "normal"), "Bold": (700, "normal"), "Italic": (400, "italic"), "BoldItalic": (700, "italic")}
BUILD = "4"  # part of the file names: a change builds anew

MISSING = "◊"
NIKHAHIT, SARA_AA = "uni0E4D", "uni0E32"
TONES = ("uni0E48", "uni0E49", "uni0E4A", "uni0E4B")
NARROW_VOWELS = tuple(f"uni0E{number}.narrow" for number in ("31", "34", "35", "36", "37"))  # over ป ฝ ฟ
SMALL_MARKS = tuple(f"uni0E{number}.small" for number in ("48", "49", "4A", "4B", "4C"))  # as they stand above a vowel
NEARER = 150  # thousandths; on a narrow vowel the marks lie 140 to 243 left of where the letter ends, and readers bear 100
JOINED, JOINED_NARROW, AA_AS_AM = "saraAm.joined", "saraAm.joinedNarrow", "saraAa.asAm"


def source_folder() -> Path:
    spec = find_spec("fontpkg_sarabun")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "files"


def built_fonts(folder: Path) -> dict[str, Path]:
    """Face → file below `folder`, built on first use; whole or not there, whoever builds at the same time."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for face in FACES:
        source = source_folder() / f"Sarabun-{face}.ttf"
        key = hashlib.sha256(source.read_bytes()).hexdigest()[:12]
        target = folder / f"ita-sarabun-{BUILD}-{key}-{face}.ttf"
        if not target.exists():
            _build(source, target, face)
        found[face] = target
    return found


def font_css(fonts: dict[str, Path]) -> str:
    """The @font-face rules that name these files."""
    rule = "@font-face {{ font-family: '{family}'; src: url({url}); font-weight: {weight}; font-style: {style}; }}"
    return "\n".join(
        rule.format(family=FAMILY, url=fonts[face].as_uri(), weight=weight, style=style)
        for face, (weight, style) in FACES.items()
    )


def glyph_texts(font_file: Path) -> dict[int, str]:
    """Glyph number → the text it stands for."""
    from fontTools.ttLib import TTFont

    font = TTFont(font_file, lazy=True)
    by_name: dict[str, str] = {}
    for codepoint, name in sorted(font.getBestCmap().items(), reverse=True):
        by_name[name] = chr(codepoint)
    order = font.getGlyphOrder()
    return {number: text for number, name in enumerate(order) if (text := _text_of(name, by_name))}


def settable(text: str, font_file: Path) -> str:
    """The text with a stand-in for every letter that the typeface lacks, such as an emoji that somebody typed.

    Another typeface would be chosen silently for it, and on another machine another one or none.
    """
    from fontTools.ttLib import TTFont

    known = TTFont(font_file, lazy=True).getBestCmap()
    return text.translate({ord(letter): _stand_in(letter, known) for letter in set(text) if _is_missing(letter, known)})


def _is_missing(letter: str, known: Container[int]) -> bool:
    # Characters without a shape (Cf) need no typeface.
    return letter > "~" and ord(letter) not in known and unicodedata.category(letter) != "Cf"


def _stand_in(letter: str, known: Container[int]) -> str:
    """The same in plainer letters where there are some, never such as HTML reads; nothing for what only modifies; else the sign ◊."""
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and all(ord(one) in known and one not in "<>&\"'" for one in plain):
        return plain
    return "" if unicodedata.category(letter) in ("Mn", "Cc") else MISSING


def _text_of(name: str, by_name: dict[str, str]) -> str:
    if name in (JOINED, JOINED_NARROW, AA_AS_AM):
        return "ำ"
    if name in by_name:
        return by_name[name]
    base = name.split(".")[0]
    fused = re.fullmatch(r"uni0E4D(0E4[89AB])", base)
    if fused:
        return chr(int(fused[1], 16))  # the nikhahit's part of ำ is told by the า that follows
    if base in by_name:
        return by_name[base]
    parts = re.fullmatch(r"uni((?:[0-9A-F]{4})+)", base)
    return "".join(chr(int(parts[1][i : i + 4], 16)) for i in range(0, len(parts[1]), 4)) if parts else ""


def _build(source: Path, target: Path, face: str) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)  # every machine builds the same bytes
    _add_glyphs(font)
    _add_twins(font)
    _add_lookups(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            text = {1: FAMILY, 16: FAMILY, 4: f"{FAMILY} {face}", 6: f"ITASarabun-{face}"}[record.nameID]
            record.string = text
    handle, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        font.save(file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, target)


def _add_glyphs(font) -> None:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    made = {JOINED: (NIKHAHIT, SARA_AA), JOINED_NARROW: (f"{NIKHAHIT}.narrow", SARA_AA), AA_AS_AM: (SARA_AA,)}
    font.setGlyphOrder([*font.getGlyphOrder(), *made])
    for name, parts in made.items():
        pen = TTGlyphPen(font.getGlyphSet())
        for part in parts:
            pen.addComponent(part, (1, 0, 0, 1, 0, 0))
        glyph = font["glyf"][name] = pen.glyph()
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][SARA_AA][0], glyph.xMin)  # a side bearing other than xMin would shift the drawing
        if font["GDEF"].table.GlyphClassDef:
            font["GDEF"].table.GlyphClassDef.classDefs[name] = 1
    font["maxp"].numGlyphs = len(font.getGlyphOrder())


def _twin(mark: str) -> str:
    return mark.replace(".small", ".back")


def _add_twins(font) -> None:
    """Outline and anchors of a twin go left together: the mark is drawn where it was, from an origin further right."""
    font.setGlyphOrder([*font.getGlyphOrder(), *map(_twin, SMALL_MARKS)])
    for mark in SMALL_MARKS:
        outline = font["glyf"][_twin(mark)] = copy.deepcopy(font["glyf"][mark])
        outline.coordinates.translate((-NEARER, 0))
        outline.recalcBounds(font["glyf"])
        font["hmtx"][_twin(mark)] = (font["hmtx"][mark][0], outline.xMin)
        for classes in (font["GDEF"].table.GlyphClassDef.classDefs, font["GDEF"].table.MarkAttachClassDef.classDefs):
            classes[_twin(mark)] = classes[mark]
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            if type(table).__name__ == "MarkMarkPos":
                _anchor_twins(table)
    font["maxp"].numGlyphs = len(font.getGlyphOrder())


def _anchor_twins(table) -> None:
    """What is placed on the vowel; the twins have the highest numbers, so they come last in the coverage too."""
    marks, records = table.Mark1Coverage.glyphs, table.Mark1Array.MarkRecord
    for mark in SMALL_MARKS:
        if mark in marks:
            record = copy.deepcopy(records[marks.index(mark)])
            record.MarkAnchor.XCoordinate -= NEARER
            marks.append(_twin(mark))
            records.append(record)
    table.Mark1Array.MarkCount = len(records)


def _add_lookups(font) -> None:
    """After all others: join the parts; give the า after a fused tone its meaning; put the twins on a narrow vowel."""
    from fontTools.otlLib import builder

    table = font["GSUB"].table
    first = len(table.LookupList.Lookup)
    pairs = {(NIKHAHIT, SARA_AA): JOINED, (f"{NIKHAHIT}.narrow", SARA_AA): JOINED_NARROW}
    fused = [f"uni0E4D{tone[3:]}{form}" for tone in TONES for form in ("", ".narrow")]
    table.LookupList.Lookup += [
        builder.buildLookup([builder.buildLigatureSubstSubtable(pairs)]),
        builder.buildLookup([builder.buildSingleSubstSubtable({SARA_AA: AA_AS_AM})]),
        builder.buildLookup([_after(font, fused, [SARA_AA], first + 1)]),
        builder.buildLookup([builder.buildSingleSubstSubtable({mark: _twin(mark) for mark in SMALL_MARKS})]),
        builder.buildLookup([_after(font, NARROW_VOWELS, SMALL_MARKS, first + 3)]),
    ]
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    for feature in table.FeatureList.FeatureRecord:
        if feature.FeatureTag == "ccmp":
            feature.Feature.LookupListIndex.extend([first, first + 2, first + 4])
            feature.Feature.LookupCount = len(feature.Feature.LookupListIndex)


def _after(font, before: Iterable[str], glyphs: Iterable[str], lookup: int):
    """Use this lookup on one of `glyphs` that follows one of `before`."""
    from fontTools.otlLib import builder
    from fontTools.ttLib.tables import otTables

    numbers = font.getReverseGlyphMap()
    record = otTables.SubstLookupRecord()
    record.SequenceIndex, record.LookupListIndex = 0, lookup
    chain = otTables.ChainContextSubst()
    chain.Format = 3
    chain.BacktrackCoverage = [builder.buildCoverage(list(before), numbers)]
    chain.InputCoverage = [builder.buildCoverage(list(glyphs), numbers)]
    chain.LookAheadCoverage = []
    chain.SubstLookupRecord = [record]
    chain.BacktrackGlyphCount = chain.InputGlyphCount = chain.SubstCount = 1
    chain.LookAheadGlyphCount = 0
    return chain
