"""UIMA CAS as XMI, which WebAnno and INCEpTION import: spans as DKPro's named entities, relations as a custom layer.

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
from armslength.release.formats import arcs, tokens
from armslength.release.formats.archives import Entry, Tar
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row, WrittenFile

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPE: Final = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_RELATION: Final = "webanno.custom.Relation"
_RELATIONS: Final = f"""<typeDescription><name>{_RELATION}</name><description/>\
<supertypeName>uima.tcas.Annotation</supertypeName><features>\
<featureDescription><name>Dependent</name><description/><rangeTypeName>{_TYPE}</rangeTypeName></featureDescription>\
<featureDescription><name>Governor</name><description/><rangeTypeName>{_TYPE}</rangeTypeName></featureDescription>\
<featureDescription><name>label</name><description/><rangeTypeName>uima.cas.String</rangeTypeName>\
</featureDescription></features></typeDescription>"""
_TYPE_SYSTEM: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types><typeDescription>\
<name>{_TYPE}</name><description/><supertypeName>uima.tcas.Annotation</supertypeName><features>\
<featureDescription><name>value</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>\
<featureDescription><name>identifier</name><description/><rangeTypeName>uima.cas.String</rangeTypeName>\
</featureDescription></features></typeDescription>"""
_END: Final = "</types></typeSystemDescription>\n"


class WebAnno(RowFormat):
    """A tar of `ID.xmi`, and `TypeSystem.xml` beside it."""

    id = "webanno"
    title = "WebAnno (UIMA CAS XMI)"
    summary = (
        "A tar of XMI documents with named entities, which may overlap, and relations; their type system beside it."
    )
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
                drawn = list(arcs.arcs(found, record, plan))
                yield from (arc for arc in drawn if isinstance(arc, Dropped))
                related = [arc for arc in drawn if isinstance(arc, arcs.Arc)]
                yield Row([Entry(f"{found.name}.xmi", _document(found, related).encode())])

    def encoder(self, columns: Columns | None) -> Tar:
        """One archive."""
        return Tar()

    def companions(
        self, files: Sequence[WrittenFile], plan: Plan, facts: Mapping[str, Any]
    ) -> Iterable[tuple[str, bytes]]:
        """The type system that every document follows."""
        related = _RELATIONS if any(arcs.labels_of(plan)) else ""
        yield "TypeSystem.xml", f"{_TYPE_SYSTEM}{related}{_END}".encode()


def _document(marked: tokens.Marked, related: Sequence[arcs.Arc]) -> str:
    units = [0, *accumulate(1 + (ord(character) > 0xFFFF) for character in marked.text)]
    entities = "".join(
        f'<type:NamedEntity xmi:id="{number}" sofa="1" begin="{units[span["start"]]}" end="{units[span["end"]]}" '
        f"value={quoteattr(span['label'])}/>"
        for number, span in enumerate(marked.spans, start=2)
    )
    relations = "".join(
        # A relation stands where its second end does, as INCEpTION has it.
        f'<custom:Relation xmi:id="{number}" sofa="1" begin="{units[marked.spans[arc.second]["start"]]}" '
        f'end="{units[marked.spans[arc.second]["end"]]}" Dependent="{arc.second + 2}" Governor="{arc.first + 2}" '
        f"label={quoteattr(arc.label)}/>"
        for number, arc in enumerate(related, start=len(marked.spans) + 2)
    )
    custom = ' xmlns:custom="http:///webanno/custom.ecore"' if related else ""
    members = " ".join(str(number) for number in range(2, len(marked.spans) + len(related) + 2))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
        f'xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"{custom} xmi:version="2.0">'
        '<cas:NULL xmi:id="0"/>'
        f'{entities}{relations}<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" '
        f'sofaString={quoteattr(marked.text)}/><cas:View sofa="1" members="{members}"/></xmi:XMI>\n'
    )
