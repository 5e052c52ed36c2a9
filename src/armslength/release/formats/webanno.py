"""UIMA CAS as XMI, which WebAnno and INCEpTION import: spans as DKPro's named entities.

Offsets are UTF-16 units there, as Java counts; ours are code points. XML knows no control characters: a text that
holds some is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final
from xml.sax.saxutils import quoteattr  # nosec B406  # it only writes

from armslength.questions.model import LabelSchema
from armslength.release.formats import tokens
from armslength.release.formats.archives import Entry, Tar
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row, WrittenFile

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPE: Final = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_TYPE_SYSTEM: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types><typeDescription>\
<name>{_TYPE}</name><description/><supertypeName>uima.tcas.Annotation</supertypeName><features>\
<featureDescription><name>value</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>\
<featureDescription><name>identifier</name><description/><rangeTypeName>uima.cas.String</rangeTypeName>\
</featureDescription></features></typeDescription></types></typeSystemDescription>
"""


class WebAnno(RowFormat):
    """A tar of `ID.xmi`, and `TypeSystem.xml` beside it."""

    id = "webanno"
    title = "WebAnno (UIMA CAS XMI)"
    summary = "A tar of XMI documents with named entities, which may overlap, and their type system; for INCEpTION too."
    extension = "tar"

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """Spans must be asked for."""
        return tokens.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A document per text."""
        for found in tokens.marked(record, plan):
            if isinstance(found, Dropped):
                yield found
            elif _FORBIDDEN.search(found.text):
                yield Dropped("the text holds characters that XML cannot")
            else:
                yield Row([Entry(f"{found.name}.xmi", _document(found).encode())])

    def encoder(self, columns: Columns | None) -> Tar:
        """One archive."""
        return Tar()

    def companions(
        self, files: Sequence[WrittenFile], plan: Plan, facts: Mapping[str, Any]
    ) -> Iterable[tuple[str, bytes]]:
        """The type system that every document follows."""
        yield "TypeSystem.xml", _TYPE_SYSTEM.encode()


def _document(marked: tokens.Marked) -> str:
    units = [0, *accumulate(1 + (ord(character) > 0xFFFF) for character in marked.text)]
    entities = "".join(
        f'<type:NamedEntity xmi:id="{number}" sofa="1" begin="{units[span["start"]]}" end="{units[span["end"]]}" '
        f"value={quoteattr(span['label'])}/>"
        for number, span in enumerate(marked.spans, start=2)
    )
    members = " ".join(str(number) for number in range(2, len(marked.spans) + 2))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
        'xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>'
        f'{entities}<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" '
        f'sofaString={quoteattr(marked.text)}/><cas:View sofa="1" members="{members}"/></xmi:XMI>\n'
    )
