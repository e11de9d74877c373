"""Names of municipalities in the forms people type: ``Lahdessa``, ``turkuun``, ``Esbos``.

A word is a form of a place if it is one of the place's stems followed by one of the language's
endings, both folded; nothing else counts, so that a browser can tell from a table of stems. The
rules make more than there is (``lahdeen``, ``gedassa``), which nobody types.
"""

from __future__ import annotations

import re
import unicodedata

PLACE_ENDINGS: dict[str, tuple[str, ...]] = {
    "fi": ("", "n", "ssa", "sta", "lla", "lta", "lle", "na", "a", "ta", "an", "en", "in", "on",
           "un", "yn", "seen", "siin", "han", "hen", "hin", "hon", "hun", "hyn"),
    "sv": ("", "s"),
}
"""What may follow a stem, by language: in Finnish the genitive, the local cases (from ``an`` on,
the illative), the essive and the partitive; in Swedish the genitive."""

_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "fi": (
        ("lahti", "lahde|lahte"), ("vesi", "vede|vete|vet"), ("joki", "joe|joke"),
        ("maki", "mae|make"), ("koski", "koske"), ("jarvi", "jarve"), ("niemi", "nieme"),
        ("salmi", "salme"), ("nummi", "numme"), ("saari", "saare|saar"),
        ("lampi", "lammi|lamme|lampe"),
        ("inen", "ise|isi|is|iste|iset"),
        ("(?<!e)e", "ee|et"),
        # Consonant gradation
        ("kk(.)", r"k\1"), ("pp(.)", r"p\1"), ("tt(.)", r"t\1"),
        ("nk(.)", r"ng\1"), ("nt(.)", r"nn\1"), ("mp(.)", r"mm\1"),
        ("lt(.)", r"ll\1"), ("rt(.)", r"rr\1"), ("ht(.)", r"hd\1"), ("rk(.)", r"r\1"),
        ("(?<=[aeiouy])k(.)", r"\1"), ("(?<=[aeiouy])t(.)", r"d\1"),
        # Swedish names: Finströmissä, Korsnäsiin
        ("([^aeiouy])", r"\1i"),
    ),
    # S:t Karins, also with a colon that parts words
    "sv": (("st (.+)", r"s \1|sankt \1"),),
}
"""By language: how a folded name ends, and what takes the place of that. The first that fits."""

_IRREGULAR: dict[str, dict[str, str]] = {
    "fi": {
        "alavus": "alavude|alavut|alavute",
        "isokyro": "isonkyro|isossakyro|isostakyro|isoonkyro",
        "kangasala": "kangasa",
        "kannus": "kannukse",
        "koski tl": "kosken tl|koskella tl|koskelle tl|koskelta tl|"
                    "kosken|koskella|koskelle|koskelta",  # not koskea and koskien, of koskea
        "loppi": "loppe|lopen|lopella|lopelle|lopelta",  # not lopeta, of lopettaa
        "muhos": "muhokse",
        "nurmes": "nurmekse",
        "pihtipudas": "pihtiputaa",
        "punkalaidun": "punkalaitume",
        "uusikaarlepyy": "uudenkaarlepyy|uudessakaarlepyy|uudestakaarlepyy|uuteenkaarlepyy",
        "uusikaupunki": "uusikaupungi|uudenkaupungi|uudessakaupungi|uudestakaupungi|"
                        "uuteenkaupunki|uuttakaupunki",
        "varkaus": "varkaude|varkaut|varkaute",
        "virrat": "virroi|virtai|virtoi|virtoje",
    },
    "sv": {},
}
"""By language: the stems of names that no rule fits, beside the name itself."""


def fold(text: str) -> str:
    """What is compared: small letters without diacritics, words one space apart, other signs gone.

    ``Mänttä-Vilppula`` → ``mantta vilppula``, ``S:t Mårtens`` → ``st martens``.
    """
    plain = unicodedata.normalize("NFKD", re.sub("[-‐‑–]", " ", text.casefold()))
    return " ".join("".join(c for c in plain if c.isalnum() or c.isspace()).split())


def place_stems(name: str, language: str) -> tuple[str, ...]:
    """Folded stems of a name, sorted; the folded name is one.

    ``Lahti`` → ``lahde``, ``lahte``, ``lahti``.
    """
    folded = fold(name)
    irregular = _IRREGULAR[language].get(folded)
    if irregular:
        return tuple(sorted({folded, *irregular.split("|")}))
    for ending, others in _RULES[language]:
        if match := re.search(f"(?:{ending})$", folded):
            stems = (folded[:match.start()] + match.expand(other) for other in others.split("|"))
            return tuple(sorted({folded, *stems}))
    return (folded,)
