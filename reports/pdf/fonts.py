"""Sarabun, built anew so that SARA AM survives in the text of a PDF.

The shaper always takes ำ apart into two glyphs, and a PDF gives each glyph one text: searching for สำนักงาน then fails, though the page
looks right. The built face joins the parts to a glyph that means ำ, and gives the า that stands after a fused tone mark that meaning too.
The drawing stays what it was. The typeface is under the SIL Open Font License 1.1, without a reserved name.
"""

import os
import re
import tempfile
from importlib.util import find_spec
from pathlib import Path

FAMILY = "ITA Sarabun"
FACES = {"Regular": (400, "normal"), "Bold": (700, "normal"), "Italic": (400, "italic"), "BoldItalic": (700, "italic")}
BUILD = "3"  # part of the file names: a change builds anew

NIKHAHIT, SARA_AA = "uni0E4D", "uni0E32"
TONES = ("uni0E48", "uni0E49", "uni0E4A", "uni0E4B")
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
        target = folder / f"ita-sarabun-{BUILD}-{face}.ttf"
        if not target.exists():
            _build(source_folder() / f"Sarabun-{face}.ttf", target, face)
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

    font = TTFont(source)
    _add_glyphs(font)
    _add_lookups(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            text = {1: FAMILY, 16: FAMILY, 4: f"{FAMILY} {face}", 6: f"ITASarabun-{face}"}[record.nameID]
            record.string = text
    handle, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    font.save(part)
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


def _add_lookups(font) -> None:
    """After all others: join the parts; give the า after a fused tone its meaning."""
    from fontTools.otlLib import builder
    from fontTools.ttLib.tables import otTables

    table = font["GSUB"].table
    pairs = {(NIKHAHIT, SARA_AA): JOINED, (f"{NIKHAHIT}.narrow", SARA_AA): JOINED_NARROW}
    join = builder.buildLookup([builder.buildLigatureSubstSubtable(pairs)])
    meaning = builder.buildLookup([builder.buildSingleSubstSubtable({SARA_AA: AA_AS_AM})])
    first = len(table.LookupList.Lookup)
    chain = otTables.ChainContextSubst()
    chain.Format = 3
    fused = [f"uni0E4D{tone[3:]}{form}" for tone in TONES for form in ("", ".narrow")]
    chain.BacktrackCoverage = [builder.buildCoverage(fused, font.getReverseGlyphMap())]
    chain.InputCoverage = [builder.buildCoverage([SARA_AA], font.getReverseGlyphMap())]
    chain.LookAheadCoverage = []
    record = otTables.SubstLookupRecord()
    record.SequenceIndex, record.LookupListIndex = 0, first + 1
    chain.SubstLookupRecord = [record]
    chain.BacktrackGlyphCount = chain.InputGlyphCount = chain.SubstCount = 1
    chain.LookAheadGlyphCount = 0
    context = builder.buildLookup([chain])
    table.LookupList.Lookup.extend([join, meaning, context])
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    for feature in table.FeatureList.FeatureRecord:
        if feature.FeatureTag == "ccmp":
            feature.Feature.LookupListIndex.extend([first, first + 2])
            feature.Feature.LookupCount = len(feature.Feature.LookupListIndex)
