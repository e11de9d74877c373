"""Foreign texts → the plain words and small Markdown that records may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html.parser import HTMLParser

import nh3

from familycentre.values import LANGUAGES, Language

SUMMARY = 200
"""Characters that fit in one line of a record (``values.Line``)."""
PROSE = 5000
"""Characters that fit in a longer text (``values.Prose``)."""
READ = 100_000
"""Characters of a foreign text that are looked at: a page of a book has 2,000."""

_TAGS = {"p", "br", "div", "b", "strong", "a", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6",
         "tr", "table", "blockquote"}
_GONE = {"script", "style", "iframe", "object", "svg", "math", "template", "noscript", "textarea",
         "select", "title"}
"""Elements that go with all that stands in them."""
_CODES: dict[str, Language] = {
    "fin": "fi", "swe": "sv", "eng": "en", "sme": "se", "est": "et", "rus": "ru", "ukr": "uk",
    "ara": "ar", "som": "so", "kur": "ku", "fas": "fa", "per": "fa", "sqi": "sq", "vie": "vi",
    "zho": "zh", "tha": "th", "tur": "tr", "pol": "pl", "spa": "es", "fra": "fr", "deu": "de",
    "por": "pt", "ron": "ro", "bul": "bg", "hin": "hi", "ben": "bn", "nep": "ne", "tir": "ti",
    "amh": "am",
}
"""ISO 639-3 → the BCP 47 tags of records."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"'”(]?[A-ZÅÄÖ0-9])")
_TAG_LIKE = re.compile(r"<(?=[/a-zA-Z!?])")
_BARE = re.compile(r"([\\`*\[])")
"""Signs that Markdown would read; '_' inside words and ']' alone are none."""


def language(code: object) -> Language | None:
    """The tag of a language given as ``fi``, ``fi-FI``, ``fin`` or a URL ending in one."""
    if not isinstance(code, str):
        return None
    short = code.rstrip("/").rsplit("/", 1)[-1].casefold().split("-")[0].split("_")[0]
    short = _CODES.get(short, short)
    return next((one for one in LANGUAGES if one == short), None)


def line(value: object, limit: int = SUMMARY) -> str:
    """One line of plain words; too long a text ends at a sentence, or at a word with '…'."""
    return shortened(" ".join(_plain(value).split()), limit)


def prose(value: object) -> str:
    """Several lines: paragraphs, lists, **bold** and links of http, https, mailto and tel."""
    if not isinstance(value, str):
        return ""
    given = _characters(value[:READ])
    if _marked_up(given):
        found = _markdown(given)
    else:
        found = "\n".join(re.sub(r"[ \t]+", " ", one).strip() for one in given.split("\n"))
        found = re.sub(r"^[•·‣▪] ?", "- ", found, flags=re.MULTILINE)
        found = _literal(re.sub(r"^\* ", "- ", found, flags=re.MULTILINE))
    return shortened(_safe(re.sub(r"\n{3,}", "\n\n", found).strip()), PROSE)


def shortened(found: str, limit: int) -> str:
    """The text, cut at the last sentence that fits, else at the last word."""
    if len(found) <= limit:
        return found
    kept = ""
    for sentence in _SENTENCE.split(found[: limit * 2]):
        longer = f"{kept} {sentence}" if kept else sentence
        if len(longer) > limit:
            break
        kept = longer
    if len(kept) >= limit // 4:
        return kept
    cut = found[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–-") + "…"


def by_language(given: Mapping[str, object], *, long: bool = False) -> dict[str, str]:
    """Texts by language tag, cleaned; empty ones and unknown languages are left out."""
    found: dict[str, str] = {}
    for code, value in given.items():
        tag = language(code)
        cleaned = (prose(value) if long else line(value)) if tag else ""
        if tag and cleaned:
            found.setdefault(tag, cleaned)
    return {tag: found[tag] for tag in sorted(found, key=LANGUAGES.index)}


def _plain(value: object) -> str:
    if not isinstance(value, str):
        return ""
    given = _characters(value[:READ])
    if _marked_up(given):
        reader = _Reader(marks=False)
        reader.feed(_clean(given))
        reader.close()
        given = reader.text()
    return _safe(given)


def _literal(given: str) -> str:
    """The text so that Markdown shows it as it stands."""
    return _BARE.sub(r"\\\1", given.replace("](", "] ("))


def _marked_up(given: str) -> bool:
    return bool(_TAG_LIKE.search(given) or re.search(r"&(?:#\w+|[a-zA-Z]+);", given))


def _characters(given: str) -> str:
    """Composed letters, plain line ends, no control, private or invisible characters."""
    given = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", unicodedata.normalize("NFC", given))
    given = given.translate({0xA0: " ", 0x09: " ", 0xFFFD: None, 0xFB01: "fi", 0xFB02: "fl"})
    if given.replace("\n", "").isprintable():  # most texts; the way below is ten times as slow
        return given
    return "".join(one for one in given if one == "\n" or one in "\u00ad\u200c\u200d\u200e\u200f"
                   or unicodedata.category(one) not in ("Cc", "Cs", "Co", "Cn", "Cf"))


def _safe(given: str) -> str:
    """No '<' that looks like a tag, and nothing that looks like a broken copy."""
    given = _TAG_LIKE.sub("< ", given)
    return re.sub(r"\u00c3[\u0080-\u00bf\u2013-\u2122]|[\ufb00-\ufb04]", "", given)


def _clean(given: str) -> str:
    return nh3.clean(given, tags=_TAGS, clean_content_tags=_GONE, attributes={"a": {"href"}},
                     url_schemes={"http", "https", "mailto", "tel"}, link_rel=None)


def _markdown(given: str) -> str:
    reader = _Reader(marks=True)
    reader.feed(_clean(given))
    reader.close()
    return _characters(reader.text())


class _Reader(HTMLParser):
    """Cleaned HTML as a flat stream of tags, so that deep nesting costs nothing."""

    def __init__(self, *, marks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._marks = marks
        self._parts: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._bold: list[int] = []

    def text(self) -> str:
        lines = (re.sub(r"[ \t]+", " ", one).strip() for one in "".join(self._parts).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self._parts.append("\n- " if self._marks else "\n")
        elif tag in ("b", "strong"):
            self._bold.append(len(self._parts))
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._parts)))
        else:
            self._parts.append("\n" if tag in ("br", "tr") else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("b", "strong") and self._bold:
            self._around(self._bold.pop(), "**", "**")
        elif tag == "a" and self._links:
            address, start = self._links.pop()
            if re.fullmatch(r"(?:https?://[^\s<>\"'`\\^{}|()\[\]@]+\.[^\s<>\"'`\\^{}|()\[\]@]+"
                            r"|mailto:[\w.+%-]+@[\w.-]+|tel:[+\d -]+)", address):
                self._around(start, "[", f"]({address})")
        elif tag not in ("b", "strong", "a", "br", "li"):
            self._parts.append("\n\n" if tag != "tr" else "\n")

    def handle_data(self, data: str) -> None:
        data = re.sub(r"\s+", " ", data)
        self._parts.append(_literal(data) if self._marks else data)

    def _around(self, start: int, before: str, after: str) -> None:
        inside = "".join(self._parts[start:])
        if self._marks and inside.strip() and "\n" not in inside:
            del self._parts[start:]
            self._parts.append(f"{before}{inside.strip()}{after} ")
