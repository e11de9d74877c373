"""Words → terms: the build and the browser agree to the letter, and forms of a word meet."""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmarks.server import serving
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from familycentre.search.analysis import LONGEST, Analyser, fold, split, tables, tokens

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "overrides" / "assets"
LANGUAGE = ROOT / "hooks" / "familycentre" / "language"
LANGUAGES = ("fi", "sv")
WANTED = 20_000
"""Distinct word forms that the two sides are compared on, at least."""
ENDINGS = {
    "fi": """n t a ä ta tä tta ttä na nä ssa ssä sta stä lla llä lta ltä lle ksi tten den en ien jen
        ja jä ita itä oita öitä eita iin een seen siin hin hon han in on ni si nsa mme nne kin kaan
        kään issa istä ista ista illa ille oiden öiden oista eille essä ellä lleni ssaan staan ksen
        kset ksia uden utta yyttä yden mus minen miset mista vat vien neet ttu tty isi ko kö""",
    "sv": """n en et t a na ar er or arna erna orna s ns ens ets nas ars ers ors ade at ad ande het
        heten heter lig ligt liga are aren arnas ernas ornas ing ingen ingar ningar ningarna else
        elser ismens ium st ast aste fullt lös löst isk iska""",
}
HOSTILE = (
    "", " ", "-", ":", "::", "a", "ä", "Å", "🧸", "👨‍👩‍👧‍👦 perhe", "\u200fperhe\u200f",
    "\u202eperhe\u202c", "per\0he", "\ufeffperhe", "per\u00adhe", "per\u200dhe", "\ud800perhe",
    "perhe\udfff", "x" * 10_000, "ä" * 10_000, "perhe" * 2_000, "a\u0308" * 5_000, "семья",
    "СЕМЬЯМ", "أسرة", "מִשְׁפָּחָה", "οἰκογένεια", "ΟΔΟΣ", "ΟΔΟΣ.", "ΑΣ-ΑΣ", "ΑΣ\u0301Β", "Σ",
    "ΑΣΑ", "ας", "İ", "İSTANBUL", "istanbul", "ISI", "ısı", "ﬁnska", "ﬀ", "ﬃ", "straße",
    "STRAẞE", "a\u0308iti", "äiti", "Ä\u0323iti", "e\u0301le\u0300ve", "q\u0307\u0323", "ñ",
    "œuvre", "Œ", "Æble", "ǽ", "Øre", "đak", "Łódź", "þing", "ðe", "ŋ", "ĳ", "ŉ", "ǆ", "\u212a",
    "\u212b", "①", "½", "²", "١٢٣", "１２３", "ｐｅｒｈｅ", "Ⅳ", "24/7", "0-3", "3v", "8kk",
    "MLL:n", "MLL:ÄN", "KELA:lta", "mll:", ":n", "mll::n", "mll:n:lle", "a:b:c", "THL:ssä",
    "äiti-lapsi-ryhmä", "ei–kukaan", "äidin'kin", "Bébé", "crème", "Ğ", "ő", "Ű", "ş", "Ț",
    "日本語", "かぞく", "カゾク", "が", "ｶﾞ", "가족", "ประเทศ", "नमस्ते", "ქართული", "ᲥᲐᲠᲗᲣᲚᲘ",
    "Ա", "և", "Ꭰ", "ꭰ", "ᾳ", "ᾼ", "ΐ", "ᾧ", "ẖ", "ﬓ", "𝐩𝐞𝐫𝐡𝐞", "𝚺", "𐐀", "constructor",
    "__proto__", "toString", "hasOwnProperty", "valueOf", "<img src=x onerror=alert(1)>",
    "\u2028", "a\u2029b", "\x1b[0m", "%00", "\\u0041",
)

FORMS = {
    "fi": """
        perhekahvila perhekahvilassa perhekahviloissa perhekahvilaan perhekahviloita
        isä isän isät isää isille isien isistä
        lapsi lapsen lasten lapset lapsia lapsille
        äiti äidin äidit äitien äideille äitiä
        ero eron eroa erossa eroista erot
        nuori nuoren nuorten nuoret nuorille nuoria
        nainen naisen naisten naiset naisille
        mies miehen miesten miehet miehille
        vanhempi vanhemman vanhemmat vanhempien vanhemmille
        koti kodin kotiin kotona kodista
        vauva vauvan vauvat vauvoille vauvojen
        perhe perheen perheet perheille perheitä
        ryhmä ryhmän ryhmässä ryhmiä
        vertaisryhmä vertaisryhmän vertaisryhmissä
        kerho kerhon kerhot kerhossa
        neuvola neuvolan neuvolassa neuvolaan
        väkivalta väkivallan väkivaltaa väkivallasta
        masennus masennuksen masennusta
        uupumus uupumuksen uupumusta uupumukseen
        yksinäisyys yksinäisyyden yksinäisyyttä
        raskaus raskauden raskautta raskauteen
        imetys imetyksen imetystä
        turvakoti turvakodin turvakotiin turvakodissa
        parisuhde parisuhteen parisuhdetta
        leikkipuisto leikkipuiston leikkipuistoja
        leikki leikin leikkiä leikkejä
        tuki tuen tukea tuesta
        velka velan velkaa velkoja
        ruoka ruoan ruokaa
        kaksonen kaksosen kaksosten kaksoset
        sisarus sisaruksen sisarusten sisarukset
        päihde päihteen päihteet päihteiden
        taapero taaperon taaperot taaperoille
        lastenhoito lastenhoidon lastenhoitoa
        avioero avioeron avioerosta
        maahanmuuttaja maahanmuuttajan maahanmuuttajille
        huoltaja huoltajan huoltajat
        laina lainan lainaa lainat
        mll MLL:n MLL:lle
        """,
    "sv": """
        pappa pappor pappan papporna
        mamma mammor mamman mammorna
        skilsmässa skilsmässan skilsmässor skilsmässans
        rådgivning rådgivningen rådgivningens rådgivningar
        barn barnen barnet barnens
        familj familjen familjer familjerna
        grupp gruppen grupper grupperna
        förälder föräldern föräldrar föräldrarna
        ungdom ungdomar ungdomen ungdomarna
        familjekafé familjekaféet familjekaféer
        pojke pojken pojkar
        flicka flickan flickor
        kvinna kvinnan kvinnor kvinnorna
        syster systern systrar systrarna
        bror brodern bröder
        man mannen män männen
        våld våldet våldets
        lekpark lekparken lekparker
        kamratstöd kamratstödet
        sorg sorgen
        bebis bebisen bebisar
        skyddshem skyddshemmet
        stödfamilj stödfamiljen stödfamiljer
        klubb klubben klubbar klubbarna
        mottagning mottagningen mottagningar
        """,
}
DIFFERENT = {
    "fi": """
        jaksaa jakso; satu sattuu; kunta kunnia; laina laki; huoltaja huoli; huolto huoli
        riita riittää; hakata hakea; isä iso; tuki tukija; raskas raskaus
        raskas raskaana; velka veli; lyö loin; linna linja; mieli mies
        suru suuri; vaari vaara; kurssi kuri; lasi lapsi; uni uusi; ero erä
        """,
    "sv": """
        mor mord; barn bar; lek läkare; vän vänta; sorg sork; bror bro; stöd stad; kurs kör
        par park; tid tidning; kyrka kyla; vårdnad vård; son sorg; bok bokning; kamrat kamera
        skola sköld
        """,
}


@cache
def data_words() -> tuple[str, ...]:
    """Every word that stands in the data and in the interface."""
    files = [*sorted((ROOT / "data").rglob("*.yml")),
             *(LANGUAGE / language / name for language in LANGUAGES
               for name in ("words.yml", "labels.yml", "analysis.yml"))]
    return tuple(sorted({word for path in files for word in re.findall(
        r"[^\W\d_]+(?:[:\-][^\W\d_]+)*", path.read_text(encoding="utf-8").lower())}))


@cache
def forms(language: str) -> tuple[str, ...]:
    """Some 13,000 word forms in one language's manner, always the same ones."""
    chance = random.Random(f"{language} forms")
    words, endings = data_words(), ENDINGS[language].split()
    bent = {chance.choice(words) + chance.choice(endings) for _ in range(9_000)}
    tabled = {stem + ending for stem in sorted(tables(language).bends)
              for ending in chance.sample(tables(language).endings, 3)}
    return tuple(sorted({*chance.sample(words, min(len(words), 4_000)), *bent, *tabled}))


def phrases() -> list[str]:
    """What families type, and whole sentences."""
    return [phrase for language in LANGUAGES for phrase in yaml.safe_load(
        (ROOT / "data" / "synonyms" / f"{language}.yml").read_text(encoding="utf-8"))][::4]


def differing(inputs: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """The first differences, as input, Python's answer and JavaScript's."""
    assert len(ours) == len(theirs) == len(inputs)
    return [(ascii(one)[:80], here, there)
            for one, here, there in zip(inputs, ours, theirs, strict=True) if here != there][:10]


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that has the stemmers, and from which the modules can be imported."""
    folder = tmp_path_factory.mktemp("analysis")
    shutil.copytree(ASSETS / "search", folder / "search")
    shutil.copytree(ASSETS / "vendor", folder / "vendor")
    scripts = "".join(f'<script src="vendor/snowball-{name}.js"></script>'
                      for name in ("base", "finnish", "swedish"))
    (folder / "index.html").write_text(f"<!doctype html><title>a</title>{scripts}", "utf-8")
    with serving(folder) as address:
        opened = browser.new_page()
        opened.goto(address)
        yield opened
        opened.close()


ANALYSE = """async (sent) => {
  const { language, tables, texts, whole, known } = JSON.parse(sent);
  const { Analyser, fold, split, tokens } =
    await import(new URL("search/analysis.js", document.baseURI).href);
  const analyser = new Analyser(
    tables, language === "fi" ? new FinnishStemmer() : new SwedishStemmer());
  const terms = new Set(known);
  return JSON.stringify({
    read: texts.map((text) => [fold(text), tokens(text),
      tokens(text).map((word) => analyser.term(word)), analyser.terms(text)]),
    split: whole.map((word) => split(word, terms, analyser)),
  });
}"""


def in_browser(page: Page, language: str, texts: Sequence[str], whole: Sequence[str] = (),
               known: Sequence[str] = ()) -> Any:
    """JavaScript's answers; ASCII alone travels, so that lone surrogates arrive."""
    return json.loads(page.evaluate(ANALYSE, json.dumps({
        "language": language, "tables": tables(language).as_data(), "texts": texts,
        "whole": whole, "known": known})))


def read(analyser: Analyser, text: str) -> list[Any]:
    """Python's answers."""
    return [fold(text), tokens(text), [analyser.term(word) for word in tokens(text)],
            list(analyser.terms(text))]


def test_enough_forms_are_compared() -> None:
    assert len({*forms("fi"), *forms("sv")}) >= WANTED


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_browser_reads_words_as_the_build_does(page: Page, language: str) -> None:
    texts = [*forms(language), *phrases(), *HOSTILE]
    analyser = Analyser(language)
    theirs = in_browser(page, language, texts)["read"]
    assert differing(texts, [read(analyser, text) for text in texts], theirs) == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_browser_splits_compounds_as_the_build_does(page: Page, language: str) -> None:
    chance = random.Random(f"{language} compounds")
    analyser = Analyser(language)
    short = sorted({fold(word) for word in data_words() if 3 <= len(word) <= 9})
    made = [chance.choice(short) + chance.choice(("", "", "s", "n")) + chance.choice(short)
            for _ in range(600)]
    real = sorted({one for word in data_words() if len(word) > 9 for one in tokens(word)})
    whole = ["", "a", "abcde", *made, *chance.sample(real, 600)]
    known = sorted({analyser.term(word) for word in chance.sample(short, len(short) // 2)})
    ours = [split(word, set(known), analyser) for word in whole]
    assert sum(map(bool, ours)) > 300
    theirs = in_browser(page, language, [], whole, known)["split"]
    assert differing(whole, ours, theirs) == []


@pytest.mark.browser
def test_browser_folds_every_letter_as_the_build_does(page: Page) -> None:
    """Of those that this Python's Unicode has; their folding never changes."""
    letters = [one for code in range(0x20000)
               if unicodedata.category(one := chr(code)) not in {"Cn", "Co"}]
    assert len(letters) > 75_000
    texts = [f"{a}{one}{b}" for a, b in (("", ""), ("a", "b")) for one in letters]
    theirs = json.loads(page.evaluate("""async (sent) => {
      const { fold, tokens } = await import(new URL("search/analysis.js", document.baseURI).href);
      return JSON.stringify(JSON.parse(sent).map((text) => [fold(text), tokens(text)]));
    }""", json.dumps(texts)))
    assert differing(texts, [[fold(text), tokens(text)] for text in texts], theirs) == []


def groups(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines()]


@pytest.mark.parametrize(("language", "line"), [
    (language, line) for language, table in FORMS.items() for line in groups(table)])
def test_forms_of_one_word_share_a_term(language: str, line: str) -> None:
    analyser = Analyser(language)
    assert len({term for word in line.split() for term in analyser.terms(word)}) == 1, [
        (word, *analyser.terms(word)) for word in line.split()]


@pytest.mark.parametrize(("language", "pair"), [
    (language, pair.strip()) for language, table in DIFFERENT.items()
    for pair in table.replace("\n", ";").split(";") if pair.strip()])
def test_different_words_keep_apart(language: str, pair: str) -> None:
    one, other = pair.split()
    analyser = Analyser(language)
    assert analyser.term(fold(one)) != analyser.term(fold(other))


@pytest.mark.parametrize("language", LANGUAGES)
def test_stems_of_the_table_lead_to_their_word(language: str) -> None:
    """A word that itself stands in the table is not taken for a form of another."""
    analyser = Analyser(language)
    wrong = {stem: (analyser.term(stem), word) for stem, word in analyser.tables.bends.items()
             if analyser.term(stem) != word}
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stem_stands_under_one_word_only(language: str) -> None:
    text = (LANGUAGE / language / "analysis.yml").read_text(encoding="utf-8")
    owners: dict[str, set[str]] = {}
    for word, stems in yaml.safe_load(text)["bends"].items():
        for stem in stems.split():
            owners.setdefault(stem.removeprefix("-"), set()).add(word)
    assert {stem: words for stem, words in owners.items() if len(words) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_folded(language: str) -> None:
    """What is looked up is folded, so an entry with dots is never found."""
    table = tables(language)
    listed = {*table.stop, *table.weak, *table.parts, *table.bends, *table.bends.values(),
              *table.endings, *table.before, *table.before.values(),
              *(word for stage in table.after for pair in stage.items() for word in pair)}
    assert sorted(word for word in listed if fold(word) != word) == []


@pytest.mark.parametrize(("text", "folded"), [
    ("Äitiryhmä", "aitiryhma"), ("ÅNGEST", "angest"), ("a\u0308iti", "aiti"), ("Café", "cafe"),
    ("Straße", "strasse"), ("Ærlig", "aerlig"), ("Øre", "ore"), ("Łódź", "lodz"),
    ("ﬁnska", "finska"), ("İzmir", "izmir"), ("ｐｅｒｈｅ", "perhe"),
    ("ΟΔΟΣ", "οδος"), ("Семья", "семья"), ("", ""),
])
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "words"), [
    ("MLL:n perhekahvila", ["mll", "perhekahvila"]),
    ("äiti-lapsi-ryhmä", ["aiti", "lapsi", "ryhma"]),
    ("0–3-vuotiaat!", ["0", "3", "vuotiaat"]), ("per\0he", ["per", "he"]), ("🧸", []), ("", []),
    ("\u200fperhe\u202c", ["perhe"]), ("Семья", ["семья"]), ("x" * 10_000, ["x" * LONGEST]),
    ("Kela:lta: rahaa", ["kela", "rahaa"]), ("<b onclick=f()>", ["b", "onclick", "f"]),
])
def test_tokens(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@pytest.mark.parametrize(("language", "text", "kept"), [
    ("fi", "Mistä saan apua kun en jaksa lapsen kanssa?", "apua jaksa lapsen"),
    ("fi", "ja tai ei on n", ""), ("fi", "Kun isä on poissa", "isä poissa"),
    ("sv", "Var får jag hjälp med mitt barn?", "hjälp barn"), ("sv", "och att en i", ""),
])
def test_stop_words_and_single_letters_say_nothing(language: str, text: str, kept: str) -> None:
    analyser = Analyser(language)
    assert list(analyser.terms(text)) == [analyser.term(fold(word)) for word in kept.split()]


@given(st.text())
def test_any_text_folds_once_and_for_all(text: str) -> None:
    words = tokens(text)
    assert fold(fold(text)) == fold(text)
    assert tokens(" ".join(words)) == words
    assert all(0 < len(word) <= LONGEST for word in words)


@given(st.text(alphabet="aehiklmnoprstuvyäö", min_size=1, max_size=30))
def test_a_term_is_never_empty(word: str) -> None:
    for language in LANGUAGES:
        assert Analyser(language).term(fold(word))


def test_terms_are_the_same_whatever_was_asked_before() -> None:
    """The cache, and the stemmer that keeps its state, leave nothing behind."""
    words = [one for word in forms("fi")[::40] for one in tokens(word)]
    first, second = Analyser("fi"), Analyser("fi")
    forwards = {word: first.term(word) for word in words}
    assert {word: second.term(word) for word in reversed(words)} == forwards


def test_the_stemmer_is_the_one_that_the_browser_has() -> None:
    """Snowballstemmer hands its work to PyStemmer, of another Snowball, where that is installed."""
    assert "Stemmer" not in sys.modules
