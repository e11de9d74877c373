"""JSON-LD against schema.org's own vocabulary, by an RDF reader and a SHACL validator."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from markupsafe import escape
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node
from tests.conftest import ROOT

from familycentre.exports.structured import FILE

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated")  # rdflib 7 warns of what it uses itself
VENDOR = ROOT / "tests" / "vendor" / "schemaorg"
S = Namespace("http://schema.org/")
SHAPE = Namespace("urn:shape:")
INSIDE = re.compile(r'<script type="application/ld\+json">(.*?)</script>')
LINK = re.compile(r'<link rel="alternate" type="application/ld\+json" href="([^"]*)">')
PATTERNS = {
    S.Boolean: (XSD.boolean, None), S.Integer: (XSD.integer, None),
    S.Number: (None, r"^-?[0-9.]+$"),
    S.Date: (None, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    S.DateTime: (None, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}([+-][0-9:]{5}|Z)$"),
    S.Time: (None, r"^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"),
    S.URL: (None, r"^https?://"),
}
"""schema.org's data types: the type of the literal, and how it is written."""


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return Graph().parse(data=gzip.decompress(
        (VENDOR / "schemaorg-current-http.ttl.gz").read_bytes()), format="turtle")


@pytest.fixture(scope="module")
def context() -> Any:
    return json.loads(gzip.decompress((VENDOR / "schemaorgcontext.jsonld.gz").read_bytes()))


def told(site: Path) -> dict[str, Any]:
    """The JSON-LD of every page, and of every file beside one, by its path."""
    found: dict[str, Any] = {}
    for page in site.rglob("*.html"):
        path = page.relative_to(site).as_posix()
        for one in INSIDE.findall(page.read_text("utf-8")):
            assert path not in found, "one a page"
            found[path] = json.loads(one)
    for file in site.rglob(FILE):
        found[file.relative_to(site).as_posix()] = json.loads(file.read_text("utf-8"))
    return found


def graph_of(documents: Iterable[Any], context: Any) -> Graph:
    """All documents as one graph, by schema.org's own context."""
    parts = []
    for one in documents:
        assert one["@context"] == "https://schema.org"
        parts.append({name: value for name, value in one.items() if name != "@context"})
    return Graph().parse(data=json.dumps({**context, "@graph": parts}), format="json-ld")


def shapes(vocabulary: Graph, types: set[Node]) -> Graph:
    """A closed shape for each type: the properties that it may have, and their values."""
    made = Graph()
    for kind in types:
        above = set(vocabulary.transitive_objects(kind, RDFS.subClassOf))
        assert S.Thing in above, f"{kind} is no type of schema.org"
        shape = SHAPE[str(kind).rpartition("/")[2]]
        made.add((shape, RDF.type, SH.NodeShape))
        made.add((shape, SH.targetClass, kind))
        made.add((shape, SH.closed, Literal(True)))
        ignored = BNode()
        Collection(made, ignored, [RDF.type])
        made.add((shape, SH.ignoredProperties, ignored))
        for name in {one for parent in above
                     for one in vocabulary.subjects(S.domainIncludes, parent)}:
            property_ = BNode()
            made.add((shape, SH.property, property_))
            made.add((property_, SH.path, name))
            either = BNode()
            Collection(made, either, [value_shape(made, vocabulary, wanted) for wanted in
                                      sorted(vocabulary.objects(name, S.rangeIncludes), key=str)])
            made.add((property_, SH["or"], either))
    return made


def value_shape(made: Graph, vocabulary: Graph, wanted: Node) -> Node:
    """What a value of a type looks like."""
    value = BNode()
    if wanted in PATTERNS:
        datatype, pattern = PATTERNS[wanted]  # type: ignore[index]
        if datatype:
            made.add((value, SH.datatype, datatype))
        if pattern:
            made.add((value, SH.pattern, Literal(pattern)))
    elif wanted == S.Text or S.Text in set(
            vocabulary.transitive_objects(wanted, RDFS.subClassOf)):
        made.add((value, SH.datatype, XSD.string))
    elif S.Enumeration in set(vocabulary.transitive_objects(wanted, RDFS.subClassOf)):
        choices = BNode()
        members = [one for one in vocabulary.subjects(RDF.type, wanted)
                   if isinstance(one, URIRef)]
        names = [spelling for one in members for spelling in (
            Literal(str(one).replace("http:", "https:")), one)]
        Collection(made, choices, list(names))
        made.add((value, SH["in"], choices))
    else:
        made.add((value, SH["class"], wanted))
    return value


def report(data: Graph, vocabulary: Graph) -> str:
    """What is wrong, or nothing."""
    types = set(data.objects(None, RDF.type))
    conforms, _, text = pyshacl.validate(
        data, shacl_graph=shapes(vocabulary, types), inference="none",
        ont_graph=subclasses(vocabulary), inplace=True)
    return "" if conforms else str(text)[:2000]


def subclasses(vocabulary: Graph) -> Graph:
    """Which type is a kind of which."""
    made = Graph()
    for triple in vocabulary.triples((None, RDFS.subClassOf, None)):
        made.add(triple)
    return made


@pytest.mark.parametrize("name", ["sample_site", "second_site"])
def test_it_is_in_the_terms_of_schema_org(
        name: str, request: pytest.FixtureRequest, vocabulary: Graph, context: Any) -> None:
    documents = told(request.getfixturevalue(name))
    assert len(documents) > 6
    some = sorted(documents)[::4 if len(documents) > 100 else 1]  # the validator is thorough
    data = graph_of([documents[path] for path in some], context)
    assert {S.WebPage, S.CivicStructure} <= set(data.objects(None, RDF.type))
    assert report(data, vocabulary) == ""


@pytest.mark.parametrize("wrong", [
    {"mainEntity": {"@type": "Cafeteria"}},
    {"mainEntity": {"@type": "Service", "address": "Espoo"}},
    {"mainEntity": {"@type": "CivicStructure", "isAccessibleForFree": "maybe"}},
    {"mainEntity": {"@type": "CivicStructure", "geo": {"@type": "PostalAddress"}}},
    {"dateModified": "yesterday"},
    {"mainEntity": {"@type": "Event", "eventStatus": "https://schema.org/EventOpen"}},
], ids=str)
def test_it_would_find_a_fault(wrong: dict[str, Any], vocabulary: Graph, context: Any) -> None:
    right = {"@context": "https://schema.org", "@type": "WebPage", "dateModified": "2026-01-02",
             "mainEntity": {"@type": "CivicStructure", "name": "A", "isAccessibleForFree": True}}
    assert report(graph_of([right], context), vocabulary) == ""
    if wrong.get("mainEntity", {}).get("@type") == "Cafeteria":
        with pytest.raises(AssertionError, match="no type"):
            report(graph_of([{**right, **wrong}], context), vocabulary)
    else:
        assert report(graph_of([{**right, **wrong}], context), vocabulary) != ""


def test_each_open_record_has_it_once_and_no_sensitive_one(sample_site: Path) -> None:
    documents = told(sample_site)
    looked = {"inside": 0, "beside": 0, "none": 0}
    for file in sorted(sample_site.glob("*/*/*/index.html")):
        html = file.read_text("utf-8")
        if '<p id="sure"' not in html:
            continue  # not a record's page
        path = file.relative_to(sample_site).as_posix()
        address = path.removesuffix("index.html")
        beside = address + FILE in documents
        assert LINK.findall(html) == ([FILE] if beside else []), path
        quiet = "data-exit" in html
        assert (path in documents) + beside == (not quiet), path
        looked["none" if quiet else "beside" if beside else "inside"] += 1
        if not quiet:
            said = documents[address + FILE if beside else path]
            assert said["@id"].endswith(f"/pk/{address}")
            assert escape(said["mainEntity"]["name"]) in html
            assert said["license"].startswith("https://")
    assert min(looked.values()) > 5, looked


def test_hostile_words_stay_inside(tmp_path: Path) -> None:
    """Words of the data cannot end the script element."""
    from tests.test_pages import environment

    template = environment().from_string(
        '<script type="application/ld+json">{{ data | tojson }}</script>')
    html = template.render(data={"name": "</script><script>alert(1)</script>&'\""})
    assert html.count("</script>") == 1
    assert json.loads(html.partition(">")[2].rpartition("<")[0]) == {
        "name": "</script><script>alert(1)</script>&'\""}
