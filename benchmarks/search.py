"""How well and how fast the search finds, beside its peers, in real Chromium.

``python benchmarks/search.py --corpus FILE --queries FILE --lang fi`` judges a corpus (JSON Lines:
id, name, summary, tags, municipality) by queries (query, relevant, type). ``--data DIR`` takes a
data directory instead of a corpus. ``--sizes`` repeats a corpus up to each number of entries and
measures bytes and time, on a processor slowed four times. The last lines are ``success@1``,
``success@3`` and ``zero`` of our own search.
"""

from __future__ import annotations

import argparse
import datetime
import re
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from unittest import mock

import yaml
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # for running as a script

from benchmarks import peers  # noqa: E402
from benchmarks.peers import Answers, Document, InPage  # noqa: E402
from benchmarks.server import serving  # noqa: E402

from familycentre.bundle import search_engine  # noqa: E402
from familycentre.catalogue import load  # noqa: E402
from familycentre.language.places import PLACE_ENDINGS  # noqa: E402
from familycentre.language.speaker import Speaker  # noqa: E402
from familycentre.reference import municipalities, municipality_names  # noqa: E402
from familycentre.search import documents as site_documents  # noqa: E402
from familycentre.search import index, morphology, site_index, synonyms, transport  # noqa: E402
from familycentre.search.analysis import Analyser, said  # noqa: E402

SLOWED = 4
"""A cheap phone's processor against this one's."""
STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "prefix": (("const BEGINNING=2;", "const BEGINNING=99;"),),
    "fuzzy": (("const ONE_EDIT=4;", "const ONE_EDIT=99;"), ("const TWO_EDITS=8;",
                                                          "const TWO_EDITS=99;")),
    "coverage": (("const COVERAGE=3;", "const COVERAGE=0;"),),
    "parts": (("const COMPOUND=9;", "const COMPOUND=99;"),),
    "weak": (("const WEAK=0.35;", "const WEAK=1;"),),
}
"""Steps of the query that can be switched off in the engine's own text, to see their worth."""
BUILT_STEPS = ("synonyms", "other", "bends", "compounds", "morphology")
"""Steps of the build that can be left out."""
GRID = [dict(zip(("name", "parts", "synonym"), values, strict=True))
        for values in product((6, 8, 10), (2, 3, 4), (0.6, 0.8))]
"""Settings that cross-validation chooses from."""


@dataclass(frozen=True)
class Query:
    """A query, its kind, and what truly answers it."""

    text: str
    relevant: frozenset[str]
    kind: str


@dataclass
class Own(InPage):
    """Our own search over a corpus, built as a site builds it."""

    others: Mapping[str, Document] = field(default_factory=dict)
    """The same entries in the other language, by id."""
    without: frozenset[str] = frozenset()
    settings: Mapping[str, float] = field(default_factory=dict)
    name: str = "familycentre"

    def prepare(self, documents: Sequence[Document], language: str, folder: Path) -> None:
        """Write the engine and the index."""
        boosts = {**index.FIELDS, **{name: boost for name, boost in self.settings.items()
                                     if name in index.FIELDS}}
        with mock.patch.dict(index.FIELDS, boosts):
            manifest, files = corpus_index(documents, self.others, language, self.without)
        write_own(folder, language, manifest, files, self.without, self.settings)


@dataclass
class Site(InPage):
    """Our own search of a data directory."""

    data: Path
    name: str = "familycentre"

    def prepare(self, documents: Sequence[Document], language: str, folder: Path) -> None:
        """Write the engine and the index, with entries' ids for their addresses."""
        del documents
        catalogue, problems = load(self.data, datetime.date(2026, 11, 22))
        if catalogue is None:
            raise SystemExit("\n".join(map(str, problems.errors)))
        languages: list[str] = list(catalogue.directory.languages)
        speakers = {one: Speaker(one, tuple(other for other in languages if other != one))
                    for one in languages}
        addresses = {f"entry:{identity}": identity for identity in catalogue.entries}
        manifest, files = site_index.build(catalogue, speakers, language, addresses,
                                           datetime.date(2026, 11, 22))
        write_own(folder, language, manifest, files)


def corpus_index(documents: Sequence[Document], others: Mapping[str, Document], language: str,
                 without: frozenset[str] = frozenset()) -> tuple[str, transport.Files]:
    """The files of a corpus's index; each row is the entry's id."""
    analyser = Analyser(language)
    if "bends" in without:
        analyser.tables = replace(analyser.tables, bends={}, compounds=frozenset(), before={},
                                  after=())
    fields = [texts(one, None if "other" in without else others.get(one.id)) for one in documents]
    with mock.patch.object(index, "SPLIT", {} if "compounds" in without else index.SPLIT):
        built = index.build(fields, analyser, [Analyser("sv" if language == "fi" else "fi")])
    bent = {} if "morphology" in without else morphology.forms(
        language, (row[0] for row in built.rows), analyser)
    lists = {} if "synonyms" in without else everyday(language)
    meanings = synonyms.compiled(lists, analyser, {row[0] for row in built.rows})
    names = municipality_names()
    homes: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(documents):
        homes[names.get(one.municipality.casefold(), "")].append(number)
    every = list(municipalities().values())
    extra = {
        "language": language, "groups": [], "due": 6,
        "places": site_documents.places(
            [one for one in every if one.code in homes], language),
        "said": {**said(language), "placeEndings": sorted(
            {ending for endings in PLACE_ENDINGS.values() for ending in endings})},
    }
    facets = {"reach": {"list": [
        {"home": [code], "wide": [], "nationwide": False,
         "documents": transport.deltas(numbers)} for code, numbers in sorted(homes.items())]}}
    return transport.pack(built, analyser.tables, meanings, [[one.id] for one in documents], extra,
                          facets, f"{language}-", bent)


def texts(one: Document, other: Document | None) -> dict[str, list[str]]:
    """A corpus entry by field."""
    code = municipality_names().get(one.municipality.casefold(), "")
    names = [name for _, name in municipalities()[code].names] if code else [one.municipality]
    return {"name": [one.name], "words": [*one.tags], "place": names, "summary": [one.summary],
            "other": [other.name, *other.tags] if other else []}


def everyday(language: str) -> dict[str, list[str]]:
    """The repository's everyday words."""
    path = ROOT / "data" / "synonyms" / f"{language}.yml"
    given: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return given


def write_own(folder: Path, language: str, manifest: str, files: transport.Files,
              without: frozenset[str] = frozenset(),
              settings: Mapping[str, float] | None = None) -> None:
    """The page that is asked, with the engine changed as *without* and *settings* say."""
    engine = search_engine(ROOT / "overrides" / "assets", language).decode()
    changes = [change for step in without if step in STEPS for change in STEPS[step]]
    if settings and "synonym" in settings:
        changes.append(("synonym:0.8,", f"synonym:{settings['synonym']},"))
    for old, new in changes:
        if old not in engine:
            raise SystemExit(f"The engine has no {old!r}: mend STEPS.")
        engine = engine.replace(old, new)
    (folder / "engine.js").write_text(engine, encoding="utf-8")
    for name, content in files.contents.items():
        (folder / name).write_bytes(content)
    script = (HERE / "peers" / "own.js").read_text(encoding="utf-8")
    (folder / "peer.js").write_text(script.replace("MANIFEST", manifest), encoding="utf-8")
    peers.write_host("familycentre", language, folder)


def rates(found: Answers, queries: Sequence[Query]) -> tuple[float, float, float]:
    """success@1, success@3 and the share without any result."""
    pairs = list(zip(found.ids, queries, strict=True))
    return (sum(bool(query.relevant & set(ids[:1])) for ids, query in pairs) / len(pairs),
            sum(bool(query.relevant & set(ids[:3])) for ids, query in pairs) / len(pairs),
            sum(not ids for ids, _ in pairs) / len(pairs))


def by_kind(found: Answers, queries: Sequence[Query]) -> str:
    """success@3 of each type of query."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    for ids, query in zip(found.ids, queries, strict=True):
        kinds[query.kind].append(bool(query.relevant & set(ids[:3])))
    return ", ".join(f"{kind} {sum(hits)}/{len(hits)}" for kind, hits in sorted(kinds.items()))


def cross_validate(documents: Sequence[Document], others: Mapping[str, Document], language: str,
                   queries: Sequence[Query], browser: Browser) -> float:
    """success@3 on each half of the queries with the settings that were best on the other half."""
    halves = [queries[::2], queries[1::2]]
    scores: list[list[float]] = []
    for settings in GRID:
        own = Own(others=others, settings=settings)
        found = peers.answers(documents, [one.text for one in queries], language, browser,
                              [own])[own.name]
        scores.append([rates(Answers(found.ids[at::2], 0, 0, []), half)[1] + 0.1 *
                       rates(Answers(found.ids[at::2], 0, 0, []), half)[0]
                       for at, half in enumerate(halves)])
        scores[-1] += [rates(Answers(found.ids[at::2], 0, 0, []), half)[1]
                       for at, half in enumerate(halves)]
    total = 0.0
    for at, half in enumerate(halves):
        best = max(range(len(GRID)), key=lambda one: scores[one][1 - at])
        print(f"  tuned on the other half: {GRID[best]}: success@3 {scores[best][2 + at]:.3f} "
              f"of {len(half)}")
        total += scores[best][2 + at] * len(half)
    return total / len(queries)


def repeated(documents: Sequence[Document], size: int) -> list[Document]:
    """The corpus over again up to *size* entries, in other municipalities each time."""
    names = [one.name("fi") for one in municipalities().values()]
    return [replace(one, id=f"{one.id}x{round_}", municipality=names[(at * 7 + round_) % len(names)]
                    if round_ else one.municipality)
            for at, (round_, one) in enumerate(
                (at // len(documents), documents[at % len(documents)]) for at in range(size))]


def slow(page: Page) -> CDPSession:
    """Slow the page's processor down."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    return session


def weigh(documents: Sequence[Document], language: str, queries: Sequence[Query],
          browser: Browser) -> str:
    """Bytes and slowed times over a corpus of some size."""
    own = Own()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own.prepare(documents, language, folder)
        with serving(folder) as address, browser.new_context() as context:
            page = context.new_page()
            for path in folder.glob("*.json"):  # the server packs each file once
                page.request.get(address + path.name, headers={"Accept-Encoding": "br"})
            slow(page)
            found = own.rankings(page, address, [query.text for query in queries])
        code = peers.packed_size((folder / "engine.js").read_bytes())
        script = peers.packed_size((folder / "peer.js").read_bytes())
        words = max((peers.packed_size(path.read_bytes()) for path in folder.glob("*-words.*")),
                    default=0)
        whole = sum(peers.packed_size(path.read_bytes()) for path in folder.glob("*.json"))
    times = sorted(found.milliseconds[1:])
    return (f"{len(documents):>7,} | {code:,} | {found.first_bytes - code - script:,} | "
            f"{found.later_bytes:,.0f} | {words:,} | {whole:,} | {statistics.median(times):.0f} / "
            f"{times[int(len(times) * 0.95)]:.0f}")


def read_queries(path: Path) -> list[Query]:
    """Queries as JSON Lines, or as the hand-judged YAML lists of the tests."""
    if path.suffix in (".yml", ".yaml"):
        return [Query(one["q"], frozenset(one["right"]), one["kind"])
                for one in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return [Query(line["query"], frozenset(line["relevant"]), line.get("type") or "all")
            for line in peers.read_lines(path)]


def sister(path: Path, language: str) -> Path | None:
    """The other language's corpus beside a corpus, by its name."""
    other = "sv" if language == "fi" else "fi"
    name = re.sub(rf"(?<![a-z]){language}(?![a-z])", other, path.name)
    found = path.with_name(name)
    return found if name != path.name and found.is_file() else None


def command_line() -> argparse.ArgumentParser:
    """What the program takes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    source = arguments.add_mutually_exclusive_group(required=True)
    source.add_argument("--corpus", type=Path, metavar="FILE")
    source.add_argument("--data", type=Path, metavar="DIR")
    arguments.add_argument("--queries", type=Path, required=True, metavar="FILE")
    arguments.add_argument("--lang", choices=("fi", "sv"), required=True)
    arguments.add_argument("--other", type=Path, metavar="FILE",
                           help="the corpus in the other language; default: its sister by name")
    arguments.add_argument("--no-peers", action="store_true")
    arguments.add_argument("--steps", action="store_true", help="what each step is worth")
    arguments.add_argument("--cross-validate", action="store_true")
    arguments.add_argument("--sizes", type=int, nargs="*", default=[], metavar="N")
    arguments.add_argument("--misses", action="store_true", help="list the queries that failed")
    return arguments


def main() -> None:
    """Print the tables; the last three lines are our own figures."""
    chosen = command_line().parse_args()
    queries = read_queries(chosen.queries)
    asked = [one.text for one in queries]
    own: Own | Site
    if chosen.data:
        documents, own = _entries(chosen.data, chosen.lang), Site(chosen.data)
        others: dict[str, Document] = {}
    else:
        documents = peers.read_documents(chosen.corpus)
        other = chosen.other or sister(chosen.corpus, chosen.lang)
        others = {one.id: one for one in peers.read_documents(other)} if other else {}
        own = Own(others=others)
    system = next(filter(None, map(shutil.which, ("chromium", "chromium-browser",
                                                  "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=[
            "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        engines: list[peers.Peer] = [own, *(() if chosen.no_peers else peers.ALL)]
        found = peers.answers(documents, asked, chosen.lang, browser, engines)
        print(f"{len(documents)} entries, {len(queries)} queries, {chosen.lang}\n\n"
              "engine | success@1 | success@3 | zero | first query B | further B | ms\n"
              "---|---|---|---|---|---|---")
        for name, one in found.items():
            first, third, none = rates(one, queries)
            print(f"{name} | {first:.3f} | {third:.3f} | {none:.3f} | {one.first_bytes:,} | "
                  f"{one.later_bytes:,.0f} | {statistics.median(one.milliseconds):.1f}")
        print(f"\nsuccess@3 by type: {by_kind(found[own.name], queries)}")
        if chosen.misses:
            for ids, query in zip(found[own.name].ids, queries, strict=True):
                if not query.relevant & set(ids[:3]):
                    print(f"  missed: {query.text} ({query.kind}) → {', '.join(ids[:3])}")
        if chosen.steps and isinstance(own, Own):
            print("\nwithout | success@1 | success@3 | zero\n---|---|---|---")
            for step in (*BUILT_STEPS, *STEPS):
                less = Own(others=others, without=frozenset([step]))
                first, third, none = rates(
                    peers.answers(documents, asked, chosen.lang, browser, [less])[less.name],
                    queries)
                print(f"{step} | {first:.3f} | {third:.3f} | {none:.3f}")
        if chosen.cross_validate:
            print("\ncross-validation")
            third = cross_validate(documents, others, chosen.lang, queries, browser)
            print(f"  both halves: success@3 {third:.3f}")
        if chosen.sizes:
            print("\nentries | code B | first query B | further B | words B, once | whole B | "
                  f"median / p95 ms, slowed {SLOWED} times\n---|---|---|---|---|---|---")
            for size in chosen.sizes:
                print(weigh(repeated(documents, size), chosen.lang, queries, browser))
        browser.close()
    first, third, none = rates(found[own.name], queries)
    print(f"\nsuccess@1 {first:.3f}\nsuccess@3 {third:.3f}\nzero {none:.3f}")


def _entries(data: Path, language: str) -> list[Document]:
    """The entries of a data directory as the peers can index them."""
    catalogue, problems = load(data, datetime.date(2026, 11, 22))
    if catalogue is None:
        raise SystemExit("\n".join(map(str, problems.errors)))
    speaker = Speaker(language, tuple(one for one in catalogue.directory.languages
                                      if one != language))
    return [Document(
        entry.id, speaker.plain(entry.name), speaker.plain(entry.summary),
        (site_documents.type_words(entry, speaker),
         *(dict(entry.keywords) or {}).get(language, ())),  # type: ignore[call-overload]
        ", ".join(municipalities()[code].name(language)
                  for code in catalogue.reach[entry.id].home))
        for entry in catalogue.listed()]


if __name__ == "__main__":
    main()
