"""The index: lunr's own scores, files a browser can read in parts, and nothing that is secret."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from benchmarks.server import serving
from hypothesis import given
from hypothesis import strategies as st
from lunr.builder import Builder
from playwright.sync_api import Browser, Page
from tests.directories import TODAY, group, write, write_second_county
from tests.sites import DAY

from familycentre.bundle import search_engine
from familycentre.catalogue import Catalogue, load
from familycentre.language.speaker import Speaker
from familycentre.model import Address, Ages, Entry, Opening
from familycentre.schedule import Timetable
from familycentre.search import documents, index, site_index, synonyms, transport
from familycentre.search.analysis import Analyser, said, tables, tokens
from familycentre.search.transport import Files
from familycentre.values import WEEKDAYS
from familycentre.week import PARTS

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "overrides" / "assets"
LANGUAGES = ("fi", "sv")
SPEAKERS = {"fi": Speaker("fi", ("sv",)), "sv": Speaker("sv", ("fi",))}
QUERIES = 300
"""Random queries in each language."""
Texts = Mapping[str, Sequence[str]]


# --- what the tests are made from ----------------------------------------------------------------


def loaded(folder: Path, today: datetime.date) -> Catalogue:
    catalogue, problems = load(folder, today)
    assert catalogue is not None, list(problems)
    return catalogue


@pytest.fixture(scope="module")
def sample() -> Catalogue:
    """The repository's own records."""
    return loaded(ROOT / "data", DAY)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The second county with one closed group and one that must not be listed."""
    folder = write_second_county(tmp_path_factory.mktemp("second") / "data")
    for name, status in (("suljettu", "closed"), ("kielletty", "do_not_list")):
        write(folder / "peer_groups" / f"{name}.yml", group(
            name=f"{{fi: Qxz{name}, sv: Qxz{name}}}", status=status))
    return loaded(folder, TODAY)


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every index is large now."""
    monkeypatch.setattr(transport, "SINGLE_FILE", 0)
    monkeypatch.setattr(transport, "CHUNK_BYTES", 500)


def site_files(catalogue: Catalogue, language: str) -> tuple[str, Files]:
    """The index of a directory, as a build makes it."""
    return site_index.build(catalogue, SPEAKERS, language, {
        f"entry:{name}": f"e/{name}/" for name in catalogue.entries}, TODAY)


def packed(documents_: Sequence[Texts], language: str = "fi",
           meanings: Mapping[str, Sequence[str]] | None = None) -> tuple[str, Files]:
    """The index of documents made by hand; a result's row has its number."""
    analyser = Analyser(language)
    built = index.build(documents_, analyser)
    compiled = synonyms.compiled(meanings or {}, analyser, {row[0] for row in built.rows})
    extra = {"language": language, "groups": [], "due": 12, "places": {},
             "said": {**said(language), "placeEndings": [""]}}
    return transport.pack(built, tables(language), compiled,
                          [[number] for number in range(len(documents_))], extra, {}, "fi-")


def read(files: Files, name: str) -> Any:
    return json.loads(files.contents[name])


def everything(files: Files) -> str:
    """All that would be published, as text."""
    return "\n".join(content.decode() for content in files.contents.values())


def undone(steps: Iterable[int]) -> list[int]:
    """Numbers from steps."""
    numbers: list[int] = []
    for step in steps:
        numbers.append((numbers[-1] if numbers else -1) + step + 1)
    return numbers


def parts_named(manifest: Mapping[str, Any]) -> list[str]:
    """Names of files in a manifest."""
    given = [*(chunk[1] for chunk in manifest["chunks"]), manifest["vocabulary"],
             *manifest["results"]["blocks"], *manifest["facets"].values()]
    return [one for one in given if isinstance(one, str)]


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with lunr.js, our modules beside it, and the bundles that pages load."""
    folder = tmp_path_factory.mktemp("engine")
    shutil.copytree(ASSETS / "search", folder / "search")
    shutil.copy(ROOT / "tests" / "vendor" / "lunr.js", folder)
    for language in LANGUAGES:
        (folder / f"engine-{language}.js").write_bytes(search_engine(ASSETS, language))
    (folder / "index.html").write_text(
        '<!doctype html><title>e</title><script src="lunr.js"></script>', "utf-8")
    with serving(folder) as address:
        opened = browser.new_page()
        opened.goto(address)
        yield opened
        opened.close()


# --- scores --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clause:
    """A term of a query, or all terms that begin so."""

    term: str
    boost: float = 1
    prefix: bool = False


def lunr_index(analysed: Sequence[Mapping[str, Sequence[str]]]) -> Any:
    """Lunr's own whole index of the same terms, made without ours."""
    builder = Builder()
    builder.ref("ref")
    builder.b(index.LENGTH_WEIGHT)
    builder.k1(index.SATURATION)
    for field, boost in index.FIELDS.items():
        builder.field(field, boost)
    for number, fields in enumerate(analysed):
        builder.add({"ref": number, **fields})
    return builder.build().serialize()


def queries(terms: Sequence[str], meanings: transport.Synonyms, seed: str) -> list[list[Clause]]:
    """Random queries of every shape that the page asks."""
    chance = random.Random(seed)
    phrases = sorted(meanings)

    def some(least: int, most: int) -> list[str]:
        return chance.sample(terms, chance.randint(least, most))

    def prefix() -> Clause:
        return Clause(chance.choice(terms)[:chance.randint(1, 4)], chance.choice((1, 0.5, 0.2)),
                      prefix=True)

    shapes = [
        lambda: [Clause(chance.choice(terms))],
        lambda: [Clause(term, round(chance.uniform(0.05, 10), 3)) for term in some(2, 5)],
        lambda: [Clause(term) for term in some(20, 60)],
        lambda: [prefix()],
        lambda: [*(Clause(term, chance.choice((1, 0.35))) for term in some(1, 3)), prefix()],
        lambda: [*(Clause(term, 0.8) for term in meanings[chance.choice(phrases)]),
                 *(Clause(term) for term in some(0, 2))],
        lambda: [Clause("eitällaistasanaa"), Clause(chance.choice(terms))],
    ]
    return [shapes[number % len(shapes)]() for number in range(QUERIES)]


SCORES = """async (sent) => {
  const { manifest, files, whole, queries } = JSON.parse(sent);
  const { Store } = await import(new URL("search/store.js", document.baseURI).href);
  const { similarity } = await import(new URL("search/query.js", document.baseURI).href);
  const read = [];
  const fetchPart = async (name) => { read.push(name); return structuredClone(files[name]); };
  const theirs = whole && lunr.Index.load(whole);
  const answers = [];
  for (const query of queries) {
    const store = new Store(files[manifest], fetchPart);
    const boosts = new Map();
    for (const { term, boost, prefix } of query) {
      for (const one of prefix ? await store.beginning(term) : [term]) {
        boosts.set(one, (boosts.get(one) ?? 0) + boost);
      }
    }
    await store.need([...boosts.keys()]);
    const terms = [...boosts.keys()].filter((term) => store.row(term));
    const ours = [...similarity(terms, boosts, store)].map((score, at) => [at, score])
      .filter(([, score]) => score > 0);
    answers.push({
      ours, terms,
      theirs: theirs.query((asked) => query.forEach(({ term, boost, prefix }) => asked.term(term, {
        boost, usePipeline: false,
        wildcard: prefix ? lunr.Query.wildcard.TRAILING : lunr.Query.wildcard.NONE,
      }))).map(({ ref, score }) => [Number(ref), score]),
    });
  }
  return JSON.stringify({ answers, read });
}"""


@dataclass(frozen=True)
class Scored:
    """Lunr's whole index of the sample in one language, and what both are asked."""

    language: str
    whole: Any
    asked: list[list[Clause]]


@pytest.fixture(scope="module", params=LANGUAGES)
def scored(request: pytest.FixtureRequest, sample: Catalogue) -> Scored:
    """Made once for all ways of packing."""
    language: str = request.param
    analyser = Analyser(language)
    others = [other for name, other in SPEAKERS.items() if name != language]
    analysed = index.analyse(
        [documents.texts(entry, sample, SPEAKERS[language], others)
         for entry in documents.ordered(sample)],
        analyser, [Analyser(other.language) for other in others])
    terms = sorted({term for fields in analysed for some in fields.values() for term in some})
    meanings = synonyms.compiled(sample.synonyms[language], analyser, terms)
    return Scored(language, lunr_index(analysed), queries(terms, meanings, f"{language} queries"))


def compare(page: Page, catalogue: Catalogue, scored: Scored) -> tuple[Any, list[str]]:
    """Score the queries with lunr and with ours; the manifest, and the parts that were read."""
    name, files = site_files(catalogue, scored.language)
    contents = {one: json.loads(content) for one, content in files.contents.items()}
    answers = json.loads(page.evaluate(SCORES, json.dumps({
        "manifest": name, "files": contents, "whole": scored.whole,
        "queries": [[clause.__dict__ for clause in query] for query in scored.asked]})))
    assert len(answers["answers"]) == QUERIES
    for query, answer in zip(scored.asked, answers["answers"], strict=True):
        check_same(query, dict(answer["ours"]), answer["theirs"])
    assert max(len(answer["terms"]) for answer in answers["answers"]) > 50
    return contents[name], answers["read"]


def check_same(query: list[Clause], ours: dict[int, float],
               theirs: Sequence[tuple[int, float]]) -> None:
    """Documents, scores and order are lunr's; only what scores the same may change places."""
    assert ours == pytest.approx(dict(theirs), rel=1e-9, abs=0), query
    order = [document for document, _ in theirs]
    assert all(ours[before] >= ours[after] * (1 - 1e-9)
               for before, after in pairwise(order)), query
    assert order, query


@pytest.mark.browser
def test_scores_of_one_file_are_lunrs(page: Page, sample: Catalogue, scored: Scored,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SINGLE_FILE", 1 << 62)
    manifest, parts_read = compare(page, sample, scored)
    assert len(manifest["chunks"]) == 1
    assert parts_read == []


@pytest.mark.browser
@pytest.mark.parametrize("size", [600, 6_000])
def test_scores_of_parts_are_lunrs(page: Page, sample: Catalogue, scored: Scored, size: int,
                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SINGLE_FILE", 0)
    monkeypatch.setattr(transport, "CHUNK_BYTES", size)
    manifest, parts_read = compare(page, sample, scored)
    assert len(manifest["chunks"]) > 10
    assert {*parts_read} <= {name for _, name in manifest["chunks"]}


# --- files ---------------------------------------------------------------------------------------

WORDS = ("kahvila", "isä", "äiti", "ero", "vauva", "suru", "leikki", "puisto", "ryhmä", "kerho",
         "neuvola", "turva", "uni", "koulu", "nuori", "ruoka")


def invented(count: int, seed: str = "documents") -> list[Texts]:
    chance = random.Random(seed)
    return [{"name": [" ".join(chance.sample(WORDS, 2))], "words": chance.sample(WORDS, 3),
             "text": [f"numero{number} {chance.choice(WORDS)}"]} for number in range(count)]


def check_files(name: str, files: Files) -> Any:
    """Names carry the content's hash, every part exists and every file is named."""
    for path, content in files.contents.items():
        found = re.fullmatch(r"fi-[a-z]+[.-]([0-9a-f]{10})\.json", path)
        assert found
        assert hashlib.sha256(content).hexdigest().startswith(found[1])
    manifest = read(files, name)
    assert {name, *parts_named(manifest)} == files.contents.keys()
    assert manifest["version"] == transport.VERSION
    return manifest


def test_small_index_is_one_file() -> None:
    name, files = packed(invented(40))
    manifest = check_files(name, files)
    assert len(files.contents) == 1
    assert len(manifest["chunks"]) == len(manifest["results"]["blocks"]) == 1
    assert manifest["vocabulary"] is None
    assert manifest["results"]["blocks"][0] == [[number] for number in range(40)]


@pytest.mark.usefixtures("in_parts")
def test_large_index_is_a_manifest_and_parts() -> None:
    name, files = packed(invented(40), meanings={"poikki": ["suru"], "ero isä": ["ryhmä"]})
    manifest = check_files(name, files)
    chunks = [(first, read(files, path)) for first, path in manifest["chunks"]]
    assert len(chunks) > 2
    terms = [row[0] for _, chunk in chunks for row in chunk["terms"]]
    assert terms == sorted(set(terms))
    assert [first for first, _ in chunks] == sorted(first for first, _ in chunks)
    for (first, chunk), (after, _) in pairwise(chunks):
        assert all(first <= row[0] < after for row in chunk["terms"])
        assert len(chunk["terms"]) < len(terms)
    words = read(files, manifest["vocabulary"])["words"].split()
    assert words == sorted({*terms, *Analyser("fi").terms("poikki ero isä")})


@pytest.mark.usefixtures("in_parts")
def test_no_part_lists_every_result() -> None:
    name, files = packed(invented(40))
    results = read(files, name)["results"]
    blocks = [read(files, path) for path in results["blocks"]]
    assert [row for block in blocks for row in block] == [[number] for number in range(40)]
    assert {len(block) for block in blocks} == {results["size"]} == {transport.BLOCK}


@pytest.mark.parametrize("single", [0, 1 << 62])
def test_same_records_give_the_same_bytes(single: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SINGLE_FILE", single)
    meanings = {"poikki": ["suru"], "ero isä": ["ryhmä"]}
    again = dict(reversed(meanings.items()))
    assert packed(invented(30), meanings=meanings) == packed(invented(30), meanings=again)


@pytest.mark.parametrize("single", [0, 1 << 62])
@pytest.mark.parametrize("field", ["name", "summary", "text", "other"])
def test_changed_record_changes_the_manifests_name(single: int, field: str,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SINGLE_FILE", single)
    before = invented(30)
    after = [*before[:-1], {**before[-1], field: ["uutuus"]}]
    assert packed(before)[0] != packed(after)[0]


@pytest.mark.usefixtures("in_parts")
def test_changed_record_leaves_other_parts_as_they_were() -> None:
    """So that returning visitors read little anew."""
    before = invented(30)
    _, old = packed(before)
    _, new = packed([*before[:-1], {**before[-1], "text": [*before[-1]["text"], "zzz"]}])
    assert len(new.contents.keys() - old.contents.keys()) <= 4


def test_real_index_is_whole_in_both_forms(sample: Catalogue,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    terms: list[list[Any]] = []
    for single in (0, 1 << 62):
        monkeypatch.setattr(transport, "SINGLE_FILE", single)
        name, files = site_files(sample, "fi")
        manifest = check_files(name, files)
        parts = [read(files, part) if isinstance(part, str) else part
                 for _, part in manifest["chunks"]]
        terms.append([row for part in parts for row in part["terms"]])
        assert manifest["count"] == len(sample.listed())
    assert terms[0] == terms[1]


@given(st.sets(st.integers(0, 5_000)))
def test_steps_are_undone(numbers: set[int]) -> None:
    steps = transport.deltas(sorted(numbers))
    assert undone(steps) == sorted(numbers)
    assert all(step >= 0 for step in steps)


@pytest.mark.browser
def test_browser_undoes_steps_and_refuses_another_version(page: Page) -> None:
    numbers = sorted(random.Random(1).sample(range(5_000), 500))
    found, refused = page.evaluate("""async (steps) => {
      const { documentsOf } = await import(new URL("search/store.js", document.baseURI).href);
      const { Engine } = await import(new URL("search/engine.js", document.baseURI).href);
      let refused = "";
      try { new Engine({ version: 999 }, {}); } catch (error) { refused = error.message; }
      return [[...documentsOf(steps)], refused];
    }""", transport.deltas(numbers))
    assert found == numbers
    assert "version" in refused


# --- asking the engine as it is shipped ----------------------------------------------------------

ASK = """async (sent) => {
  const { language, manifest, files, questions } = JSON.parse(sent);
  const real = globalThis.fetch;
  globalThis.fetch = async (address) =>
    new Response(JSON.stringify(files[new URL(address).pathname.split("/").at(-1)]));
  try {
    const { openIndex } = await import(new URL(`engine-${language}.js`, document.baseURI).href);
    const engine = await openIndex(new URL(manifest, document.baseURI).href);
    const answers = [];
    for (const question of questions) {
      answers.push(await engine.ask({ day: "2026-11-22", limit: 100, ...question }));
    }
    return JSON.stringify(answers);
  } finally {
    globalThis.fetch = real;
  }
}"""


def ask(page: Page, index_: tuple[str, Files], questions: Sequence[Mapping[str, Any]],
        language: str = "fi") -> list[Any]:
    """What the engine answers."""
    name, files = index_
    answers: list[Any] = json.loads(page.evaluate(ASK, json.dumps({
        "language": language, "manifest": name, "questions": questions,
        "files": {one: json.loads(content) for one, content in files.contents.items()}})))
    return answers


def found(answer: Mapping[str, Any]) -> list[int]:
    return [result["document"] for result in answer["results"]]


LONG = "z" * 10_000
HOSTILE: Mapping[str, str] = {
    "<img src=x onerror=alert(1)> Kuva": "onerror",
    "</script><script>alert(2)</script>": "script alert",
    "\u202eOikealta\u202c \u200fvasemmalle": "oikealta vasemmalle",
    "Nolla\0merkki": "merkki", "🧸 Nallekerho 👨‍👩‍👧": "nallekerho", LONG: LONG,
    "constructor": "constructor", "__proto__": "__proto__", "toString valueOf": "toString",
    "hasOwnProperty": "hasOwnProperty", "семья дома": "СЕМЬЯ", "أسرة": "أسرة",
    "length size map": "length", "undefined null NaN": "undefined", '"; DROP TABLE': "drop",
    "\u2028rivi\u2029vaihto": "vaihto", "a.b*c+(d)[e]{2}^$|\\ sääntö": "sääntö (", "%00%2e": "2e",
}
EMPTY_WORDED = ("🧸", "\u200f", "\0", "—", "")


def hostile_documents() -> list[Texts]:
    """Each text as a name and a summary, and records that have no words at all."""
    return [*({"name": [text], "summary": [text], "words": ["ryhmä"]} for text in HOSTILE),
            *({"name": [text]} for text in EMPTY_WORDED)]


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("single", [0, 1 << 62])
def test_hostile_records_are_found(page: Page, single: int, language: str,
                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SINGLE_FILE", single)
    monkeypatch.setattr(transport, "CHUNK_BYTES", 200)
    index_ = packed(hostile_documents(), language)
    for typing in (False, True):
        answers = ask(page, index_, [{"text": text, "typing": typing}
                                     for text in HOSTILE.values()], language)
        missed = [text for number, (text, answer) in enumerate(
            zip(HOSTILE.values(), answers, strict=True)) if number not in found(answer)]
        assert missed == []


@pytest.mark.browser
@pytest.mark.parametrize("typing", [False, True])
def test_hostile_questions_are_answered(page: Page, typing: bool) -> None:
    """By an index that has none of their words."""
    texts = [*HOSTILE, *HOSTILE.values(), *EMPTY_WORDED, "ryhmä " * 400, "(" * 500,
             "\\u0041", "00000"]
    answers = ask(page, packed(invented(20)), [{"text": text, "typing": typing} for text in texts])
    assert len(answers) == len(texts)
    for answer, text in zip(answers, texts, strict=True):
        if not text:
            assert answer["total"] == 20  # nothing asked: everything is there to be filtered
        elif not tokens(text):
            assert answer["total"] == 0  # "!!" asks for nothing that there is
        assert answer["total"] <= 20


@pytest.mark.browser
def test_hostile_filters_choose_nothing_and_break_nothing(page: Page, second: Catalogue) -> None:
    index_ = site_files(second, "fi")
    values = ["constructor", "__proto__", "toString", "", "🧸"]
    answers = ask(page, index_, [
        *({"filters": {group_: [value]}, "near": True, "counted": True}
          for group_ in (*documents.GROUPS, "age", "__proto__", "constructor") for value in values),
        {"filters": {}}])
    assert answers[-1]["total"] == len(second.listed())
    assert [answer["total"] for answer, value in zip(answers, values, strict=False)] == [0] * 5


@pytest.mark.browser
def test_word_of_every_record_is_found(page: Page) -> None:
    """It tells nothing apart, and weighs almost nothing; still it is no word that nobody has."""
    index_ = packed([{"text": ["perhe"], "name": [f"nimi{number}"]} for number in range(1_000)])
    assert ask(page, index_, [{"text": "perhe"}])[0]["total"] == 1_000


def test_hostile_texts_stay_data() -> None:
    """Compact JSON of strings; the page makes text nodes of them, never markup."""
    _, files = packed(hostile_documents())
    assert all(json.loads(content) for content in files.contents.values())
    assert "\0" not in everything(files)


@pytest.mark.parametrize("single", [0, 1 << 62])
def test_empty_directory_has_an_index(single: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SINGLE_FILE", single)
    name, files = packed([])
    manifest = check_files(name, files)
    assert (manifest["count"], manifest["results"]["blocks"]) == (0, [])


@pytest.mark.browser
@pytest.mark.parametrize("single", [0, 1 << 62])
def test_empty_directory_is_searched_in_vain(page: Page, second: Catalogue, single: int,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SINGLE_FILE", single)
    nobody = replace(second, entries={}, reach={}, synonyms={"fi": {"poikki": ["uupumus"]}})
    answers = ask(page, site_files(nobody, "fi"), [
        {"text": text, "typing": typing, "counted": True, "filters": filters}
        for text in ("", "perhekahvila", "poikki", "Kokkola 3-vuotias maanantai", "x")
        for typing in (False, True) for filters in ({}, {"place": ["272"], "wishes": ["fresh"]})])
    assert {answer["total"] for answer in answers} == {0}


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_found_by_its_name_in_both_forms(
        page: Page, sample: Catalogue, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And parts answer exactly as the whole does."""
    entries = documents.ordered(sample)
    questions = [{"text": SPEAKERS[language].plain(entry.name)} for entry in entries]
    answers = []
    for single in (0, 1 << 62):
        monkeypatch.setattr(transport, "SINGLE_FILE", single)
        monkeypatch.setattr(transport, "CHUNK_BYTES", 3_000)
        answers.append(ask(page, site_files(sample, language), questions, language))
    assert answers[0] == answers[1]
    missed = [entry.id for number, (entry, answer) in enumerate(
        zip(entries, answers[0], strict=True)) if number not in found(answer)]
    assert missed == []


# --- everyday words ------------------------------------------------------------------------------


def compiled(lists: Mapping[str, Sequence[str]],
             vocabulary: str = "suru uupumus barn ryhmä") -> dict[str, list[str]]:
    analyser = Analyser("fi")
    return {" ".join(words): targets for words, targets in synonyms.compiled(
        lists, analyser, set(analyser.terms(vocabulary))).items()}


def term(text: str) -> str:
    return " ".join(sorted(set(Analyser("fi").terms(text))))


def test_everyday_word_leads_to_the_words_of_records() -> None:
    assert compiled({"puhki": ["uupumus", "suru"]}) == {
        term("puhki"): [term("uupumus"), term("suru")]}


def test_phrase_is_filed_under_its_terms_in_alphabetical_order() -> None:
    assert compiled({"voimat loppu": ["uupumus"]}) == {term("loppu voimat"): [term("uupumus")]}


def test_forms_of_one_everyday_word_add_up() -> None:
    assert compiled({"väsymys": ["uupumus"], "väsymyksen": ["suru", "uupumus"]}) == {
        term("väsymys"): [term("uupumus"), term("suru")]}


def test_word_that_no_record_uses_stands_for_those_beside_it() -> None:
    found_ = compiled({"puhki": ["loppuväsymys", "uupumus"], "naatti": ["loppuväsymys", "uupumus"],
                       "itku": ["suru", "loppuväsymys"]})
    assert found_[term("loppuväsymys")] == [term("uupumus"), term("suru")]
    assert term("uupumus") not in found_


def test_own_meaning_of_a_word_goes_before_what_stands_beside_it() -> None:
    assert compiled({"puhki": ["itku", "uupumus"], "itku": ["suru"]})[term("itku")] == [
        term("suru")]


def test_words_beside_are_few() -> None:
    words = "yksi kissa koira hevonen lehmä lammas vuohi"
    found_ = compiled({"puhki": ["olematon", *words.split()]}, words)
    assert len(found_[term("olematon")]) == synonyms.BESIDE


def test_phrase_of_which_stop_words_leave_a_known_word_is_dropped() -> None:
    assert compiled({"en saa ryhmää": ["suru"], "ei ole puhki": ["suru"]}) == {
        term("puhki"): [term("suru")]}


def test_known_word_itself_may_have_a_meaning() -> None:
    assert compiled({"ryhmä": ["suru"]}) == {term("ryhmä"): [term("suru")]}


@pytest.mark.parametrize("lists", [
    {}, {"puhki": ["tuntematon"]}, {"puhki": []}, {"ei ole": ["suru"]}, {"🧸": ["suru"]},
    {"suru": ["surun", "surut"]}, {"puhki": ["ei ole", "🧸"]},
])
def test_idle_words_are_left_out(lists: Mapping[str, Sequence[str]]) -> None:
    assert compiled(lists) == {}


def test_every_meaning_of_the_directory_is_an_indexed_term(sample: Catalogue) -> None:
    for language in LANGUAGES:
        name, files = site_files(sample, language)
        manifest = read(files, name)
        parts = [read(files, part) if isinstance(part, str) else part
                 for _, part in manifest["chunks"]]
        terms = {row[0] for part in parts for row in part["terms"]}
        groups = [one for part in parts for one in part["synonyms"]]
        assert groups
        assert {word for targets, *_ in groups for word in targets.split()} <= terms


@pytest.mark.browser
@pytest.mark.parametrize("single", [0, 1 << 62])
def test_everyday_words_find_what_they_mean(page: Page, single: int,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SINGLE_FILE", single)
    monkeypatch.setattr(transport, "CHUNK_BYTES", 100)
    index_ = packed([{"name": ["Suru"]}, {"name": ["Uupumus"]}, {"name": ["Kahvila"]}], meanings={
        "puhki": ["uupumus"], "voimat loppu": ["suru"], "zombi": ["uupumus"]})
    questions = ["puhki", "loppu voimat", "voimat ihan loppu", "zombi", "zomb"]
    answers = ask(page, index_, [{"text": text, "typing": True} for text in questions])
    assert [found(answer) for answer in answers] == [[1], [0], [0], [1], [1]]


# --- documents -----------------------------------------------------------------------------------


@pytest.fixture
def entry(second: Catalogue) -> Entry:
    """Any entry, to change a copy of."""
    return second.entries["perhekahvila-kokko"]


def changed(catalogue: Catalogue, *entries: Entry) -> Catalogue:
    """The catalogue with other entries, of the same ids, in their place."""
    return replace(catalogue, entries={**catalogue.entries, **{one.id: one for one in entries}})


def opening(**values: Any) -> Opening:
    return Opening.model_validate(values)


ALWAYS = [f"{day}-{name}" for day in WEEKDAYS for name in PARTS]


@pytest.mark.parametrize(("openings", "expected"), [
    ([opening(days=["mon", "thu"], start="09:30", end="12:00")], ["mon-morning", "thu-morning"]),
    ([opening(days=["tue"], start="11:59", end="17:01")],
     ["tue-morning", "tue-afternoon", "tue-evening"]),
    ([opening(days=["tue"], start="12:00", end="17:00")], ["tue-afternoon"]),
    ([opening(days=["sun"], start="22:00", end="02:00")], ["sun-evening"]),
    ([opening(days=["sat"], start="11:00", end="02:00")],
     ["sat-morning", "sat-afternoon", "sat-evening"]),
    ([opening(days=["fri"], start="17:00", end="24:00")], ["fri-evening"]),
    ([opening(days=["fri"])], ["fri-morning", "fri-afternoon", "fri-evening"]),
    ([opening(date=datetime.date(2026, 11, 28), start="10:00", end="11:00")], ["sat-morning"]),
    ([opening(always=True)], ALWAYS), ([opening(by_appointment=True)], []),
    ([opening(text={"fi": "kerran kuussa"})], []), ([], []),
    ([opening(days=["mon"], start="09:00", end="10:00"),
      opening(days=["mon"], start="10:00", end="11:00")], ["mon-morning"]),
])
def test_slots(entry: Entry, openings: list[Opening], expected: list[str]) -> None:
    times = Timetable(TODAY, TODAY)
    changed = entry.model_copy(update={"schedule": openings})
    assert documents.times_of_week(changed, times) == expected


def test_what_is_over_or_paused_has_no_slots(entry: Entry) -> None:
    times = Timetable(TODAY, TODAY)
    over = opening(days=["mon"], start="09:00", end="10:00", until="2026-11-16")
    changed = entry.model_copy(update={"schedule": [over, opening(days=["tue"])]})
    assert {one[:3] for one in documents.times_of_week(changed, times)} == {"tue"}
    assert documents.times_of_week(changed.model_copy(update={"status": "paused"}), times) == []


@pytest.mark.parametrize(("ages", "months"), [
    (Ages(min=0, max=6), [0, 83]), (Ages(min=3, max=3), [36, 47]), (Ages(min=13), [156, 1188]),
    (Ages(max=17), [0, 215]), (Ages(min=0, max=6, months=True), [0, 6]),
    (Ages(min=6, max=11, months=True), [6, 11]), (None, None),
])
def test_ages_are_in_months(second: Catalogue, entry: Entry, ages: Ages | None,
                            months: list[int] | None) -> None:
    one = entry.model_copy(update={"ages": ages})
    listed = documents.facets([one], changed(second, one), TODAY)["ages"]["list"]
    assert listed == ([[*months, [0]]] if months else [])


def test_facets_name_the_entries_that_have_each_value(second: Catalogue) -> None:
    entries = documents.ordered(second)
    facets = documents.facets(entries, second, TODAY)

    def ids(name: str, value: str) -> set[str]:
        return {entries[number].id for number in undone(facets[name][value])}

    assert ids("kind", "peer_group") == {"isat"}
    assert ids("task", "6") == {"pesa"}
    assert ids("language", "fse") == {"pesa"}
    assert ids("language", "fi") == {"isat", "pesa", "perheneuvola", "perhekahvila-kokko"}
    assert ids("openness", "closed") == {"isat"}
    assert ids("waiting", "4") == {"perheneuvola"}
    assert ids("waiting", "12") == {"isat", "perheneuvola"}
    assert ids("fresh", "2026-10-01") == {"perhekahvila-kokko"}
    assert ids("slots", "mon-morning") == {"perhekahvila-kokko", "pesa"}
    assert ids("doors", "67100") == {"perhekahvila-kokko"}
    reach = {frozenset(entries[number].id for number in undone(one["documents"])): one
             for one in facets["reach"]["list"]}
    assert reach[frozenset({"perhekahvila-kokko"})]["home"] == ("272",)
    assert len(reach[frozenset({"pesa"})]["wide"]) == 4
    assert {*facets["postcodes"].values()} == {one.code for one in second.municipalities}


def test_every_document_is_reached_from_somewhere(sample: Catalogue) -> None:
    entries = documents.ordered(sample)
    reached = [number for one in documents.facets(entries, sample, TODAY)["reach"]["list"]
               for number in undone(one["documents"])]
    assert sorted(reached) == list(range(len(entries)))


def test_entries_that_are_not_listed_are_absent(second: Catalogue) -> None:
    assert "suljettu" in second.entries
    assert [one.id for one in second.withheld] == ["kielletty"]
    for language in LANGUAGES:
        name, files = site_files(second, language)
        assert read(files, name)["count"] == 4
        assert "qxz" not in everything(files).lower()
        assert "perhekahvila-kokko" in everything(files)


HIDDEN = Address(street={"fi": "Salasentie 7", "sv": "Hemlighetsvägen 7"}, postcode="00100",
                 post_office={"fi": "Piilopaikka", "sv": "Gömstället"}, hidden=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("single", [0, 1 << 62])
def test_hidden_address_is_nowhere(second: Catalogue, language: str, single: int,
                                   monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in the texts, the rows or the facets; the same address is there when it is not hidden."""
    monkeypatch.setattr(transport, "SINGLE_FILE", single)
    secrets = ("salase", "hemlighetsvag", "hemlighetsväg", "piilopaik", "gömställ", "gomstall",
               "00100", "helsinki", "helsingfors")
    shelter = second.entries["pesa"]
    for hidden in (True, False):
        address = HIDDEN.model_copy(update={"hidden": hidden})
        catalogue = changed(second, shelter.model_copy(update={"address": address}))
        text = everything(site_files(catalogue, language)[1]).lower()
        leaked = {secret for secret in secrets if secret in text}
        assert bool(leaked) is not hidden, leaked


def test_postcode_of_a_hidden_address_opens_no_door(second: Catalogue) -> None:
    """Even one of this directory, which the list of postcodes has in any case."""
    shelter = second.entries["pesa"].model_copy(update={
        "address": HIDDEN.model_copy(update={"postcode": "69100"})})
    catalogue = changed(second, shelter)
    facets = documents.facets(documents.ordered(catalogue), catalogue, TODAY)
    assert facets["postcodes"]["69100"] == "217"
    assert [*facets["doors"]] == ["67100"]


def test_texts_hold_what_an_entry_is_looked_for_by(second: Catalogue, entry: Entry) -> None:
    texts = documents.texts(entry, second, SPEAKERS["sv"], [SPEAKERS["fi"]])
    assert texts["name"] == ["Familjecafé Kokko"]
    assert "lek" in texts["words"]
    assert {"Karleby", "Kokkola", "Exempelgatan 1"} <= {*texts["place"]}
    assert texts["organiser"] == ["Esimerkin seurakunta", "Exempelförsamlingen"]
    assert texts["summary"] == ["Lek och kaffe."]
    assert {"Kom som du är.", "Någon möter dig.", "Vi har fått en baby"} <= {*texts["text"]}
    assert {"Perhekahvila Kokko", "kahvila"} <= {*texts["other"]}
    assert texts.keys() <= index.FIELDS.keys()


def test_row_has_what_a_result_shows(second: Catalogue, entry: Entry) -> None:
    row = documents.row(entry, second, SPEAKERS["sv"], "e/x/", TODAY)
    assert row[:3] == ["e/x/", "Familjecafé Kokko", ""]
    assert row[5] == "Lek och kaffe."
    # The pattern of its own weeks, a date of its own, and a day with other hours.
    assert {tuple(one[1:3]) for one in row[8]} >= {("09:30", "12:00"), ("10:00", "14:00")}
    first = (TODAY - datetime.date(1970, 1, 1)).days
    days = [int(run.split("x")[0]) for one in row[8] for run in one[0].split()]
    assert first <= min(days) <= max(days) <= first + documents.AHEAD.days
    assert row[9:] == ["2026-10-01", 0, ""]


def test_row_tells_the_language_of_a_missing_text(second: Catalogue, entry: Entry) -> None:
    alone = entry.model_copy(update={"name": {"fi": "Vain suomeksi"}, "summary": {"fi": "Niin."}})
    row = documents.row(alone, second, SPEAKERS["sv"], "e/x/", TODAY)
    assert (row[1], row[2], row[6]) == ("Vain suomeksi", "fi", "fi")
