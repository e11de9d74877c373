"""How hard a text is to read: LIX, and how long its sentences are.

LIX (läsbarhetsindex) is words per sentence + the share of long words in per cent; a long word has
more than six letters (C. H. Björnsson, *Läsbarhet*, Stockholm 1968). For Swedish, under 30 is very
easy, 30–40 easy, 40–50 newspaper text, over 50 officialese. It counts letters, not thoughts: it
finds texts worth a second look, and a low figure proves nothing.

A sentence ends at ``. : ! ? …`` before a space, or with its paragraph or list item. A full stop
does not end one before a small letter ("1. elokuuta", "m.m. för"), nor after an abbreviation that
wants a continuation ("kl. 9", "t.ex. Esbo"). A word is what stands between spaces; a web or e-mail
address, a phone number and a date are one word each, and never a long one.

**Finnish scores higher.** It says with one long word what Swedish says with three, so each language
has limits of its own. Measured on texts that say the same in both (in brackets fi and sv):

====================================  ============  ==================  ===========
text                                  LIX           words a sentence    long words
====================================  ============  ==================  ===========
139 summaries, before any shortening  66 and 46     9.5 and 12.3        57 % and 34 %
112 summaries of the sample           61 and 41     7.3 and 9.5         53 % and 32 %
introductions of the situations       36 and 22     6.6 and 8.1         29 % and 14 %
====================================  ============  ==================  ===========

So Finnish lies 14–20 above Swedish and uses 0.77 times its words. Finnish's limits of LIX below
are Swedish's + 17, and its limits of words in a sentence are Swedish's times 0.77. What the limits
of sentences rest on:

- Swedish easy reading: a sentence over 25 words only as an exception (Språkkonsulterna, Språkbrevet
  7/2013); short sentences, active voice, common words (MTM, *Så skriver du lättläst
  samhällsinformation*; LL-Center, *Så här skriver du lättläst*, 2011).
- Finnish news in plain language have 9.1 words a sentence, ordinary news 10.9 (Heikkinen, Lehtinen
  and Lounela in *Tekstien arki*, 2005, tables at kotus.fi); 15–25 words are a long sentence (Kotus,
  Virkakielitesti, question 15); prefer short words, avoid abbreviations (Selkokeskus,
  Selkokirjoitusohjeet).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Level = Literal["families", "professionals"]
"""For whom a text is: everybody, or those who read it as part of their work."""
LEVELS: tuple[Level, ...] = get_args(Level)

LONG_WORD = 6
"""A word with more letters is long."""
ENOUGH_WORDS = 25
"""Of a shorter text LIX and the mean say nothing, and only its sentences are judged: with a third
of the words long, chance alone moves LIX by 12 in 15 words, 9 in 25 and 7 in 50 (standard error).
"""
SURE_WORDS = 50
SLACK = 10
"""A text of fewer than ``SURE_WORDS`` may lie this much over the limit of LIX."""


@dataclass(frozen=True)
class Limits:
    """What a text of one language and level may have; more of any is hard."""

    lix: float
    """LIX, of at least :data:`SURE_WORDS` words; of :data:`ENOUGH_WORDS`, with :data:`SLACK`."""
    mean: float
    """Words per sentence on average, of at least :data:`ENOUGH_WORDS` words."""
    longest: int
    """Words in one sentence, however short the text."""


LIMITS: dict[tuple[str, Level], Limits] = {
    ("fi", "families"): Limits(lix=57, mean=10, longest=15),
    ("sv", "families"): Limits(lix=40, mean=13, longest=20),
    ("fi", "professionals"): Limits(lix=67, mean=12, longest=19),
    ("sv", "professionals"): Limits(lix=50, mean=15, longest=25),
}
"""Families: up to the end of "easy" (40). Professionals: newspaper text (50). Texts in other
languages are not judged: nobody has measured what is right for them."""


@dataclass(frozen=True)
class Sentence:
    """One sentence or list item, and what was counted in it."""

    text: str
    """As it stands in the source, on one line, without a list item's mark."""
    words: int
    """Words in it."""
    long_words: int
    """Those of more than six letters."""
    line: int
    """1-based line of the source where it begins."""

    @property
    def beginning(self) -> str:
        """Its first words, about 40 characters: enough to find it by."""
        start = self.text[:41].rsplit(" ", 1)[0] if len(self.text) > 41 else self.text
        return start[:40].rstrip(" ,:") + ("…" if len(start) < len(self.text) else "")


@dataclass(frozen=True)
class Readability:
    """The figures of a text; all 0 when it has no words."""

    words: int = 0
    """Number of words."""
    sentences: int = 0
    """Number of sentences that have a word."""
    long_words: int = 0
    """Number of words of more than six letters."""
    longest: Sentence | None = None
    """The sentence of most words; of equal ones the first."""

    @property
    def mean(self) -> float:
        """Words per sentence."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def long_share(self) -> float:
        """Share of long words, per cent."""
        return 100 * self.long_words / self.words if self.words else 0.0

    @property
    def lix(self) -> float:
        """Words per sentence + the share of long words in per cent; 1–100 in running text."""
        return self.mean + self.long_share

    def __add__(self, other: Readability) -> Readability:
        """The figures of both texts read as one."""
        longest = max((one for one in (self.longest, other.longest) if one),
                      key=lambda one: one.words, default=None)
        return Readability(self.words + other.words, self.sentences + other.sentences,
                           self.long_words + other.long_words, longest)


def measure(text: str) -> Readability:
    """The figures of plain words or Markdown; see :func:`sentences`."""
    return summed(sentences(text))


def summed(found: Iterable[Sentence]) -> Readability:
    """The figures of some sentences as one text."""
    words = number = long_words = 0
    longest: Sentence | None = None
    for one in found:
        words += one.words
        long_words += one.long_words
        number += 1
        if longest is None or one.words > longest.words:
            longest = one
    return Readability(words, number, long_words, longest)


def too_hard(found: Readability, limits: Limits) -> list[str]:
    """What of the whole text is over the limits, in words with the figures.

    The mean is left out when one sentence is too long by itself: splitting that mends it.
    """
    if found.words < ENOUGH_WORDS:
        return []
    over = []
    most = limits.lix if found.words >= SURE_WORDS else limits.lix + SLACK
    if found.lix > most:
        over.append(f"LIX {found.lix:.0f} (at most {most:.0f}; "
                    f"{found.long_share:.0f} % long words)")
    if found.mean > limits.mean and found.longest and found.longest.words <= limits.longest:
        over.append(f"{found.mean:.1f} words a sentence (at most {limits.mean:.0f})")
    return over


# --- Markdown → blocks of words -----------------------------------------------------------------

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s|$)|\s*[=-]{2,}\s*$")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+|\s*>\s?")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,400})\]\([^()\s]{0,400}\)")
_CODE = re.compile(r"`[^`\n]{1,400}`")
_MARKS = "*_`\u00ad"
"""Emphasis, code and soft hyphens: no part of a word."""


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Paragraphs and list items as (first line, lines); code and headings are left out."""
    lines: list[str] = []
    first = 1
    fence = ""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        mark = _FENCE.match(line)
        item = _ITEM.match(line)
        ends = bool(mark or fence or item) or not line.strip() or bool(_HEADING.match(line))
        if ends and lines:
            yield first, lines
            lines = []
        if mark and not fence:
            fence = mark[1]
        elif fence:
            if mark and mark[1].startswith(fence) and not line[mark.end():].strip():
                fence = ""
        elif item:
            lines, first = [line[item.end():]], number
        elif not ends:
            first = first if lines else number
            lines.append(line)
    if lines:
        yield first, lines


# --- blocks → sentences -------------------------------------------------------------------------

_END = re.compile(r"(?<![.:!?…])[.:!?…]++[\"”’')\]»*_]{0,4}(?=\s)")
_LETTER = re.compile(r"[^\W\d_]")
_COUNTED = re.compile(r"\w")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S|\w\.(?:fi|org|com|net|ax|eu)\b", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w.,–-])(?:\+\d{1,3}(?: \d{1,6}){1,4}|(?:0\d{1,3}|116)(?: \d{2,6}){1,4})(?![\w–-])")
_CONTINUES = re.compile(
    r"(?:^|[\s(\"”'])(?:esim|mm|ks|vrt|n|noin|ent|ns|nk|klo|p|puh|os|nro|tri|mr|ma|ti|ke|to|pe|la|su"
    r"|t\.\s?ex|t ex|bl\.\s?a|d\.\s?v\.\s?s|dvs|o\.\s?d|s\.\s?k|kl|tel|tfn|ca|nr|jfr|fr\.\s?o\.\s?m"
    r"|mån|tis|ons|tors|fre|lör|sön|jan|feb|apr|aug|sept|okt|nov|dec|st|s:t|f\.\s?d|p\.\s?g\.\s?a)$",
    re.IGNORECASE)
"""Abbreviations after which a capital letter or a figure goes on with the same sentence."""
_LOOK_BACK = 12
"""Characters: the longest abbreviation and what stands before it."""


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of plain words or Markdown, in order; each has at least one word.

    Headings and code blocks are not read: headings would flatter the mean, code is not language.
    A link counts by its words; code inside a sentence is one short word. Takes any text, and time
    in proportion to its length.
    """
    for first, lines in _blocks(text):
        block = "\n".join(lines)
        if "](" in block:
            block = _LINK.sub(r"\1", block)
        read = _CODE.sub(lambda code: "0" * len(code[0]), block) if "`" in block else block
        start, line = 0, first
        for end in (*_ends(read), len(block)):
            raw = block[start:end]
            words, long_words = _count(read[start:end])
            if words:
                begins = line + raw.count("\n", 0, len(raw) - len(raw.lstrip()))
                plain = " ".join(_unmarked(raw).split())
                yield Sentence(plain, words, long_words, begins)
            line += raw.count("\n")
            start = end


def _ends(block: str) -> Iterator[int]:
    for match in _END.finditer(block):
        following = block[match.end():match.end() + 40].lstrip()
        if not following:
            continue
        if block[match.start()] != ":":
            opening = following.lstrip("\"”’'([*_»–-")[:1]
            if opening.islower():
                continue
            if block[match.start()] == "." and _CONTINUES.search(
                    block[max(0, match.start() - _LOOK_BACK):match.start()]):
                continue
        yield match.end()


def _unmarked(text: str) -> str:
    for mark in _MARKS:  # several times faster than str.translate
        text = text.replace(mark, "")
    return text


def _count(sentence: str) -> tuple[int, int]:
    words = long_words = 0
    for word in _PHONE.sub("0", _unmarked(sentence)).split():
        if not word[0].isalnum() and not _COUNTED.search(word):
            continue
        words += 1
        if len(word) > LONG_WORD and (word.isalpha() or (
                len(_LETTER.findall(word)) > LONG_WORD and not _ADDRESS.search(word))):
            long_words += 1
    return words, long_words
