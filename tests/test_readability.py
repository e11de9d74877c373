"""How hard a text is to read: counting, limits, warnings, and our own words within the limits."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.directories import DIRECTORY, FATHERS, HELPLINES, SITUATIONS, TODAY, write

from familycentre.catalogue import load
from familycentre.language import labels, words
from familycentre.language.readability import (
    ENOUGH_WORDS,
    LIMITS,
    Readability,
    measure,
    sentences,
    too_hard,
)
from familycentre.problems import Problems, as_text
from familycentre.prose import read_prose

ROOT = Path(__file__).parent.parent
LANGUAGES = ("fi", "sv")


def split(text: str) -> list[str]:
    """The sentences as they are told to an editor."""
    return [one.text for one in sentences(text)]


# --- counting -----------------------------------------------------------------------------------

def test_lix_is_bjornssons() -> None:
    """20 words, 2 sentences, 4 of more than six letters: 20/2 + 100 · 4/20 = 30."""
    found = measure("Barnet leker med en boll och du kan prata med andra. "
                    "Familjer möts varje vecka på familjecaféet, biblioteket eller invånarparken.")
    assert (found.words, found.sentences, found.long_words) == (20, 2, 4)
    assert found.mean == 10.0
    assert found.long_share == 20.0
    assert found.lix == 30.0
    assert found.longest is not None
    assert found.longest.words == 11
    assert found.longest.text.startswith("Barnet leker")


@pytest.mark.parametrize(("text", "told"), [
    ("Avoinna klo 9.30–12. Tule!", ["Avoinna klo 9.30–12.", "Tule!"]),
    ("Alkaa 1.1.2026 ja loppuu 1.12. Tervetuloa.", ["Alkaa 1.1.2026 ja loppuu 1.12.",
                                                    "Tervetuloa."]),
    ("Alkaa 1. tammikuuta.", ["Alkaa 1. tammikuuta."]),
    ("Öppet kl. 9–12. Kom!", ["Öppet kl. 9–12.", "Kom!"]),
    ("I grannkommunen, t.ex. Esbo, bl.a. Vanda.", ["I grannkommunen, t.ex. Esbo, bl.a. Vanda."]),
    ("Kaffe, te m.m. finns.", ["Kaffe, te m.m. finns."]),
    ("Naapurissa, esim. Espoossa.", ["Naapurissa, esim. Espoossa."]),
    ("Leikkiä, lauluja jne. Voit tulla.", ["Leikkiä, lauluja jne.", "Voit tulla."]),
    ("Soita: apua saa heti.", ["Soita:", "apua saa heti."]),
    ("MLL:n ja THL:n sivut.", ["MLL:n ja THL:n sivut."]),
    ("Väsyttääkö? Et ole yksin… Tule.", ["Väsyttääkö?", "Et ole yksin…", "Tule."]),
    ("Odota… ja tule.", ["Odota… ja tule."]),
    ('"Saanko tulla?" kysyi isä. "Saat."', ['"Saanko tulla?" kysyi isä.', '"Saat."']),
    ("**Tule.** Tuo kaveri.", ["Tule.", "Tuo kaveri."]),
    ("Katso https://example.fi/a.b?c=d. Sitten tule.",
     ["Katso https://example.fi/a.b?c=d.", "Sitten tule."]),
    ("## Otsikko ilman pistettä\n\nKappale\njatkuu. Uusi", ["Kappale jatkuu.", "Uusi"]),
    ("Näin:\n\n- kahvia\n- leikkiä ja laulua\n1. ensin", ["Näin:", "kahvia", "leikkiä ja laulua",
                                                         "ensin"]),
    ("Kirjoita:\n\n```yaml\ntype: ngo\n```\nValmis.", ["Kirjoita:", "Valmis."]),
    ("Avaa [kuntasi sivu. Ohje](page:municipalities).", ["Avaa kuntasi sivu.", "Ohje."]),
    ("Joka viikko: `{days: [mon], start: \"9:00\"}` riittää.",
     ["Joka viikko:", '{days: [mon], start: "9:00"} riittää.']),
])
def test_where_a_sentence_ends(text: str, told: list[str]) -> None:
    assert split(text) == told


@pytest.mark.parametrize(("text", "number", "long_words"), [
    ("Soita 09 123 4567 nyt.", 3, 0),
    ("Soita +358 9 123 4567.", 2, 0),
    ("Tule 10.8.2026 klo 9.30–12.", 4, 0),
    ("Kirjoita: perheneuvola@example.fi tai www.perhekeskus.fi.", 4, 1),
    ("Perhe-\u00adkahvila!", 1, 1),
    ("12–29-vuotiaille nuorille – kaikille!", 3, 3),
    ("Katso [sivulta](https://example.fi/perhekahvila)!", 2, 1),
    ("Kirjoita `data/meeting_places` siihen.", 3, 1),
    ("kuusia kuusiaa", 2, 1),
    ("… – • * — ! 🙂", 0, 0),
    ("", 0, 0),
])
def test_what_a_word_is(text: str, number: int, long_words: int) -> None:
    found = measure(text)
    assert (found.words, found.long_words) == (number, long_words)


def test_a_sentence_knows_its_line() -> None:
    text = "---\r\n\nYksi. Kaksi\non tässä. Kolme.\n\n- neljä\n- viisi\n  jatkuu. Kuusi\n"
    assert [(one.text, one.line) for one in sentences(text)] == [
        ("Yksi.", 3), ("Kaksi on tässä.", 3), ("Kolme.", 4), ("neljä", 6), ("viisi jatkuu.", 7),
        ("Kuusi", 8)]


def test_a_beginning_is_short_and_of_whole_words() -> None:
    (one,) = sentences("Tarkistus muistuttaa, kun kaikki ajat loppuvat kuukauden sisällä.")
    assert one.beginning == "Tarkistus muistuttaa, kun kaikki ajat…"
    (one,) = sentences("a" * 300)
    assert one.beginning == "a" * 40 + "…"
    (one,) = sentences("Tule mukaan.")
    assert one.beginning == "Tule mukaan."


# --- properties ---------------------------------------------------------------------------------

ANY = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n\t.:!?…[]()`*#-~>|_1aÄ")),
              max_size=200)
WORD = st.text("abcdefghåäö", min_size=1, max_size=14)
WORDS = st.lists(WORD, min_size=1, max_size=30)
PLAIN = st.lists(WORDS, min_size=1, max_size=6).map(
    lambda found: " ".join(" ".join(one).capitalize() + "!" for one in found))


@given(ANY)
def test_any_text_has_sane_figures(text: str) -> None:
    found = measure(text)
    assert 0 <= found.long_words <= found.words <= len(text.split())  # the rule relies on it
    assert 0 <= found.sentences <= found.words
    assert found.lix >= 0
    assert (found.longest is None) == (found.words == 0)
    if found.longest:
        assert found.mean <= found.longest.words <= found.words
        assert 1 <= found.longest.line <= text.count("\n") + 1
        assert len(found.longest.beginning) <= 41
    assert measure(text) == found


@given(PLAIN, PLAIN)
def test_two_paragraphs_add_up(one: str, other: str) -> None:
    both, added = measure(f"{one}\n\n{other}"), measure(one) + measure(other)
    assert (both.words, both.sentences, both.long_words) == (
        added.words, added.sentences, added.long_words)
    assert both.longest
    assert added.longest
    assert both.longest.text == added.longest.text


@given(WORDS, WORDS)
def test_splitting_a_sentence_makes_it_easier(first: list[str], second: list[str]) -> None:
    start, end = " ".join(first), " ".join(second)
    whole, halves = measure(f"{start}, {end}!"), measure(f"{start}! {end.capitalize()}!")
    assert halves.words == whole.words
    assert halves.sentences == whole.sentences + 1
    assert halves.mean < whole.mean
    assert halves.lix < whole.lix


@given(WORDS, st.integers(0, 29))
def test_a_longer_word_never_makes_it_easier(found: list[str], at: int) -> None:
    longer = [*found]
    longer[at % len(found)] += "aaaaaaa"
    assert measure(" ".join(longer)).lix >= measure(" ".join(found)).lix
    assert measure(" ".join(longer)).mean == measure(" ".join(found)).mean


@given(WORDS, WORD)
def test_a_further_word_makes_the_sentence_longer(found: list[str], word: str) -> None:
    before, after = measure(" ".join(found)), measure(" ".join([*found, word]))
    assert before.longest
    assert after.longest
    assert after.longest.words == before.longest.words + 1


@given(PLAIN)
def test_limits_are_for_long_enough_texts(text: str) -> None:
    found = measure(text)
    if found.words < ENOUGH_WORDS:
        assert not too_hard(found, LIMITS["sv", "families"])


@pytest.mark.parametrize("text", [
    "." * 40_000, "[" * 200_000, "`a" * 100_000, "1 " * 100_000, "12 345 " * 30_000,
    "sana. Sana " * 20_000, "- a\n" * 50_000, "[a](" * 50_000, "a\n" * 100_000, "= " * 100_000,
    "```\n" * 50_000, "@" * 200_000, "esim. " * 30_000, "*_" * 100_000, "a.\n" * 60_000,
], ids=lambda text: repr(text[:11]))
def test_time_grows_with_the_text(text: str) -> None:
    def seconds(part: str) -> float:
        start = time.process_time()
        measure(part)
        return time.process_time() - start

    measure(text[:1000])
    eighth = min(seconds(text[:len(text) // 8]) for _ in range(2))
    assert seconds(text) < 40 * eighth + 0.2  # quadratic would be 64 times


# --- limits -------------------------------------------------------------------------------------

def test_finnish_may_score_higher_in_fewer_words_and_professionals_more() -> None:
    for level in ("families", "professionals"):
        finnish, swedish = LIMITS["fi", level], LIMITS["sv", level]
        assert finnish.lix > swedish.lix
        assert finnish.mean < swedish.mean
        assert finnish.longest < swedish.longest
    for language in LANGUAGES:
        families, professionals = LIMITS[language, "families"], LIMITS[language, "professionals"]
        assert families.lix < professionals.lix
        assert families.mean < professionals.mean < professionals.longest
        assert families.longest < professionals.longest


LIMIT = LIMITS["sv", "families"]


@pytest.mark.parametrize(("found", "told"), [
    (Readability(50, 10, 17), []),
    (Readability(50, 10, 18), ["LIX 41 (at most 40; 36 % long words)"]),
    (Readability(49, 10, 22), []),
    (Readability(49, 10, 23), ["LIX 52 (at most 50; 47 % long words)"]),
    (Readability(24, 1, 24), []),
])
def test_what_is_told_of_a_whole_text(found: Readability, told: list[str]) -> None:
    assert too_hard(found, LIMIT) == told


def test_a_mean_is_told_when_no_single_sentence_is() -> None:
    even = " ".join(["en " * 14 + "."] * 3)
    assert too_hard(measure(even), LIMIT) == []  # " ." is no end of a sentence of its own
    even = " ".join(["En" + " en" * 13 + "."] * 3)
    assert too_hard(measure(even), LIMIT) == ["14.0 words a sentence (at most 13)"]
    assert too_hard(measure("En" + " en" * 41 + "."), LIMIT) == []


# --- warnings -----------------------------------------------------------------------------------

def hard(data: Path) -> list[str]:
    """The warnings of hard texts of a data folder."""
    catalogue, problems = load(data, TODAY)
    assert catalogue is not None, [as_text(problem) for problem in problems.errors]
    return [as_text(problem) for problem in problems if problem.code == "hard-text"]


def test_a_field_is_told_with_its_line_and_the_sentence(second_county: Path) -> None:
    text = "Tule mukaan. " + "Kun " + "isä ja lapsi " * 5 + "tulevat."
    write(second_county / "peer_groups/isat.yml",
          FATHERS + f"first_visit:\n  sv: Kom med.\n  fi: {text}\n")
    line = FATHERS.count("\n") + 3
    (told,) = hard(second_county)
    assert told == (
        f"data/peer_groups/isat.yml:{line}:3: warning hard-text: In 'first_visit' a sentence has "
        "17 words; 15 are the most in fi. Split the sentence that begins 'Kun isä ja lapsi isä ja "
        "lapsi isä ja…'.")


def test_short_texts_of_a_record_are_weighed_together(second_county: Path) -> None:
    hard_words = ("Familjerådgivning, föräldraskapsstöd, familjearbete. "
                  "Tidsbokning, avgiftsfrihet, tillgänglighet, kamratstödsgrupper.")
    assert measure(hard_words).words < ENOUGH_WORDS / 2
    fields = [f"{name}:\n  fi: Tule.\n  sv: {hard_words}\n"
              for name in ("arrival", "first_visit", "accessibility_note")]
    write(second_county / "peer_groups/isat.yml", FATHERS + fields[0] + fields[1])
    assert hard(second_county) == []
    write(second_county / "peer_groups/isat.yml", FATHERS + "".join(fields))
    (told,) = hard(second_county)
    line = FATHERS.count("\n") + 6  # of equally hard fields the first that a page shows
    assert told.startswith(f"data/peer_groups/isat.yml:{line}:3: warning hard-text: The record's "
                           "texts in sv are hard to read: LIX "), told
    assert "(at most 50; " in told


LONG_SV = "En " + "mamma och barn " * 7 + "kommer."
PLACES = [
    ("situations.yml", SITUATIONS, "sentence:"),
    ("helplines.yml", HELPLINES, "who_for:"),
    ("directory.yml", DIRECTORY, "summary:"),
]


@pytest.mark.parametrize(("file", "text", "field"), PLACES, ids=lambda value: value[:14])
def test_the_directorys_own_texts_are_read(
    file: str, text: str, field: str, second_county: Path
) -> None:
    found = re.search(rf"{field} {{fi: [^,}}]*, sv: ([^,}}]*)}}", text)
    assert found
    write(second_county / file, text[:found.start(1)] + LONG_SV + text[found.end(1):])
    (told,) = hard(second_county)
    line = text.count("\n", 0, found.start()) + 1
    assert told.startswith(f"data/{file}:{line}:")
    assert f"In '{field[:-1]}' a sentence has 23 words; 20 are the most in sv." in told


def test_times_in_words_and_sources_are_not_read(second_county: Path) -> None:
    words_of_time = "sana " * 30
    write(second_county / "peer_groups/isat.yml", FATHERS.replace(
        "kerran kuussa", words_of_time.strip()) + "source:\n  url: https://example.fi/\n"
        f"  note: {{fi: {words_of_time.strip()}}}\n")
    assert hard(second_county) == []


PAGE = "---\nkey: k\ntitle: T\ndescription: {description}\n{mark}---\n\n{body}\n"
LONG_FI = "Kun " + "äiti ja lapsi " * 5 + "tulevat."


def page(tmp_path: Path, body: str, *, mark: str = "", description: str = "Lyhyt.",
         language: str = "fi") -> list[str]:
    """What is told of a hand-written page."""
    write(tmp_path / language / "sivu.md",
          PAGE.format(description=description, mark=mark, body=body))
    problems = Problems()
    assert len(read_prose(tmp_path, ["fi", "sv", "en"], problems)) == 1
    return [as_text(problem) for problem in problems]


def test_a_page_is_told_at_the_line(tmp_path: Path) -> None:
    told = page(tmp_path, f"Lyhyt.\n\n- {LONG_FI}\n- {LONG_FI.replace('äiti', 'isä')}")
    assert [one.split(" warning ")[0] for one in told] == ["docs/fi/sivu.md:9:1:",
                                                           "docs/fi/sivu.md:10:1:"]
    assert "A sentence has 17 words; 15 are the most in fi." in told[0]
    assert "begins 'Kun isä ja lapsi" in told[1]


def test_a_page_of_long_words_is_told_once(tmp_path: Path) -> None:
    told = page(tmp_path, "Perhekeskuksen kohtaamispaikka vahvistaa vanhemmuutta.\n\n" * 15)
    assert len(told) == 1
    assert "docs/fi/sivu.md:6:1: warning hard-text: The page in fi is hard to read: LIX" in told[0]


def test_a_pages_description_is_read(tmp_path: Path) -> None:
    (told,) = page(tmp_path, "Lyhyt.", description=LONG_FI)
    assert told.startswith("docs/fi/sivu.md:4:1: warning hard-text")


def test_professionals_pages_may_be_a_step_harder(tmp_path: Path) -> None:
    assert len(page(tmp_path, LONG_FI)) == 1
    assert page(tmp_path, LONG_FI, mark="readability: professionals\n") == []
    assert len(page(tmp_path, LONG_FI + LONG_FI.replace(" tulevat.", " ja isä tulevat."),
                    mark="readability: professionals\n")) == 1


def test_an_unknown_level_is_told(tmp_path: Path) -> None:
    (told,) = page(tmp_path, "Lyhyt.", mark="readability: professional\n")
    assert told == ("docs/fi/sivu.md:5:1: error unknown-value: 'professional' is no level of "
                    "readability. Did you mean 'professionals'?")


def test_other_languages_are_not_judged(tmp_path: Path) -> None:
    assert page(tmp_path, LONG_FI, language="en") == []


# --- our own words ------------------------------------------------------------------------------

def own_words(table: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a language's words, with its name; a place for a value is one word."""
    if isinstance(table, dict):
        for name, value in table.items():
            yield from own_words(value, f"{path}.{name}" if path else str(name))
    elif isinstance(table, list):
        for index, value in enumerate(table):
            yield from own_words(value, f"{path}[{index}]")
    elif isinstance(table, str):
        yield path, re.sub(r"\{[^{}]*\}", "0", table)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_interface_are_easy(language: str) -> None:
    limits = LIMITS[language, "families"]
    found = [*own_words(words(language)), *own_words(labels(language))]
    assert len(found) > 300
    hard_ones = []
    for name, text in found:
        one = measure(text)
        if (one.longest and one.longest.words > limits.longest) or too_hard(one, limits):
            hard_ones.append(f"{name}: {text}")
    assert hard_ones == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_of_the_interface_are_easy_together(language: str) -> None:
    """Labels and headings are left out: a sentence ends with a full stop or a question mark."""
    whole = Readability()
    for _, text in own_words(words(language)):
        if text.rstrip().endswith((".", "?", "!")):
            whole += measure(text)
    assert whole.words > 500
    assert too_hard(whole, LIMITS[language, "families"]) == []


def test_hand_written_pages_are_easy() -> None:
    problems = Problems()
    assert len(read_prose(ROOT / "docs", list(LANGUAGES), problems)) >= 12
    assert [as_text(one) for one in problems if one.code == "hard-text"] == []


def test_the_texts_of_the_sample_are_easy() -> None:
    _, problems = load(ROOT / "data", TODAY)
    assert [as_text(one) for one in problems if one.code == "hard-text"] == []


def test_checking_a_thousand_records_takes_little_time() -> None:
    text = ("Kahvia, leikkiä ja juttuseuraa vauvan kanssa. Voit tulla ilman ilmoittautumista, "
            "esim. klo 9.30. Tervetuloa!")
    measure(text)
    start = time.process_time()
    for _ in range(1000):
        measure(text)
    assert time.process_time() - start < 1.0
