"""Finishes a rendered document before it is written: mends its text layer, and says that it is accessible (PDF/UA)."""

import re

_PAIR = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")
_END_OF_METADATA = b"</rdf:RDF>"

# PDF/A takes a property that it does not know only with its description, so the mark comes with one.
_ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finisher(texts: dict[int, str]):
    """What the renderer calls before it writes; `texts` says which text each glyph stands for."""

    def finish(document, pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, dict) and "ToUnicode" in thing:
                table = _referred(pdf, thing["ToUnicode"])
                table.stream = [_PAIR.sub(lambda match: _true_text(match, texts), line) for line in table.stream]
        metadata = _referred(pdf, pdf.catalog["Metadata"])
        metadata.stream = [part.replace(_END_OF_METADATA, _ACCESSIBLE + _END_OF_METADATA) for part in metadata.stream]

    return finish


def _referred(pdf, reference: bytes):
    """The object that a reference such as `12 0 R` names."""
    return pdf.objects[int(reference.split()[0])]


def _true_text(match: re.Match[bytes], texts: dict[int, str]) -> bytes:
    text = texts.get(int(match[1], 16))
    return match[0] if text is None else b"<%s> <%s>" % (match[1], text.encode("utf-16-be").hex().encode())
