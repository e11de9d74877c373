"""Optional: forms of words that the analysis leaves apart, from the lists of ``simplemma``.

Installed by ``pip install -e .[morphology]``, never needed. The first build sorts the lists by word
(about a minute) and keeps them in the user's cache folder; later builds look up only words that are
new. simplemma is MIT; its lists have licences of their own (ODbL, CC BY, CC BY-SA), so nothing of
them is in the repository, and a site gets only the stems of forms of its own words.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from familycentre.search.analysis import WORD, Analyser, fold

LIBRARY = "simplemma"
log = logging.getLogger(__name__)
LONGEST_FORM = 24
"""Letters; longer words are rare compounds, whose parts are found anyway."""
SHORTEST_FORM = 3


def forms(language: str, vocabulary: Iterable[str], analyser: Analyser,
          cache: Path | None = None) -> dict[str, list[str]]:
    """Terms that forms of the vocabulary's words get → the terms of those words.

    Only forms whose own term is not in the vocabulary; empty without the extra.
    """
    if find_spec(LIBRARY) is None:
        return {}
    known = set(vocabulary)
    found: dict[str, list[str]] = {}
    try:
        with closing(_database(language, analyser, cache or cache_folder())) as database:
            for term in sorted(known):
                for form in _forms_of(term, database, analyser):
                    if form not in known:
                        found.setdefault(form, []).append(term)
            database.commit()
    except (OSError, sqlite3.Error) as error:  # a full disk, a locked or broken cache
        log.warning("The word forms of %s are left out: %s", LIBRARY, error)
        return {}
    return found


def cache_folder() -> Path:
    """Where the sorted lists are kept; safe to delete."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "familycentre"


def _database(language: str, analyser: Analyser, folder: Path) -> sqlite3.Connection:
    """The lists by the term of the base form; made when there are none for these rules."""
    rules = json.dumps(analyser.tables.as_data(), sort_keys=True).encode()
    versions = " ".join(metadata.version(name) for name in (LIBRARY, "snowballstemmer"))
    stamp = hashlib.sha256(f"1 {versions}".encode() + rules).hexdigest()[:16]
    path = folder / f"forms-{language}-{stamp}.sqlite"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as connection:
            fill(connection, _lists(language), analyser)
        unfinished.replace(path)
    return sqlite3.connect(path)


def _lists(language: str) -> Mapping[str, str]:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    lists: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary(language)
    return lists


def fill(connection: sqlite3.Connection, lists: Mapping[str, str], analyser: Analyser) -> None:
    """Sort the lists by the term of the base form; *lists* has the base form of every form."""
    terms: dict[str, str] = {}
    sorted_forms: dict[str, list[str]] = {}
    for form, base in lists.items():
        if form == base or not SHORTEST_FORM <= len(form) <= LONGEST_FORM:
            continue
        term = terms.get(base)
        if term is None:
            word = fold(base)
            term = terms[base] = analyser.term(word) if WORD.fullmatch(word) else ""
        if term:
            sorted_forms.setdefault(term, []).append(form)
    connection.execute("CREATE TABLE lists (term TEXT PRIMARY KEY, forms TEXT) WITHOUT ROWID")
    connection.execute("CREATE TABLE apart (term TEXT PRIMARY KEY, forms TEXT) WITHOUT ROWID")
    connection.executemany("INSERT INTO lists VALUES (?, ?)",
                           ((term, "\n".join(some)) for term, some in sorted_forms.items()))
    connection.commit()


def _forms_of(term: str, database: sqlite3.Connection, analyser: Analyser) -> list[str]:
    """The other terms that forms of a term's words have; worked out once."""
    kept = database.execute("SELECT forms FROM apart WHERE term = ?", (term,)).fetchone()
    if kept is None:
        listed = database.execute("SELECT forms FROM lists WHERE term = ?", (term,)).fetchone()
        words = {fold(form) for form in (listed[0].split("\n") if listed else ())}
        others = {analyser.term(word) for word in words
                  if WORD.fullmatch(word) and word not in analyser.tables.stop}
        kept = (" ".join(sorted(others - {term})),)
        database.execute("INSERT OR REPLACE INTO apart VALUES (?, ?)", (term, kept[0]))
    return str(kept[0]).split()
