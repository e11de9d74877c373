"""An index → the files a browser reads: one while it is small, else a manifest and parts.

The manifest names its parts; a part is its data, or the name of the file that holds it. File names
carry a hash of the content, so hosts may keep them forever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from familycentre.search.analysis import Tables
from familycentre.search.index import STRENGTH, Index, Row

VERSION = 1
"""Of the format; the browser refuses another."""
SINGLE_FILE = 160_000
"""Up to this many bytes (some 40 KB compressed), the index is one file."""
CHUNK_BYTES = 12_000
"""Size of a chunk of terms before compression."""
BLOCK = 8
"""Result rows in a block."""

Synonyms = Mapping[tuple[str, ...], Sequence[str]]
"""Terms of an everyday word or phrase → the terms it means."""


@dataclass
class Files:
    """Files of an index by their names, which the manifest uses."""

    prefix: str
    contents: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, data: Any) -> str:
        """Keep data as a file and return the file's name."""
        content = as_json(data)
        path = f"{self.prefix}{name}.{hashlib.sha256(content).hexdigest()[:10]}.json"
        self.contents[path] = content
        return path


def as_json(data: Any) -> bytes:
    """Compact JSON; the same data give the same bytes."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def pack(index: Index, tables: Tables, synonyms: Synonyms, results: Sequence[Any],
         extra: Mapping[str, Any], facets: Mapping[str, Any], prefix: str,
         forms: Mapping[str, Sequence[str]] | None = None) -> tuple[str, Files]:
    """The name of the manifest's file, and every file.

    *results* has a row for every document; *extra* goes into the manifest as it is; each of
    *facets* is a part of its own. *forms* are terms of bent words → the terms of the words.
    """
    files = Files(prefix)
    filed: dict[str, list[list[str]]] = {}
    for words, targets in sorted(synonyms.items()):
        filed.setdefault(words[0], []).append([" ".join(words), " ".join(targets)])
    bent = {form: " ".join(words) for form, words in (forms or {}).items()}
    terms = sorted({row[0] for row in index.rows} | filed.keys() | bent.keys())
    rows = {row[0]: _row(row) for row in index.rows}
    costs = {term: len(as_json([rows.get(term), filed.get(term), bent.get(term)]))
             for term in terms}

    def manifest(size: int, block: int, part: Callable[[str, Any], Any]) -> dict[str, Any]:
        chunks = _chunks(terms, costs, size)
        return {
            "version": VERSION, **extra, "count": index.count, "fields": index.fields,
            "strength": [STRENGTH[one] for one in index.fields],
            "tables": tables.as_data(),
            "chunks": [[chunk[0], part("terms", {
                "terms": [rows[term] for term in chunk if term in rows],
                "synonyms": _grouped(row for term in chunk for row in filed.get(term, [])),
                **({"forms": _grouped([term, bent[term]] for term in chunk if term in bent)}
                   if bent else {})})]
                for chunk in chunks],
            # A single chunk tells the words itself.
            "vocabulary": part("words", {"words": " ".join(_vocabulary(rows, synonyms))})
            if len(chunks) > 1 else None,
            "results": {"size": block, "blocks": [part("results", results[at:at + block])
                                                  for at in range(0, len(results), block)]},
            "facets": {name: part(name, data) for name, data in facets.items()},
        }

    whole = manifest(1 << 62, max(1, len(results)), lambda _, data: data)
    if len(as_json(whole)) <= SINGLE_FILE:
        return files.add("index", whole), files
    return files.add("index", manifest(CHUNK_BYTES, BLOCK, files.add)), files


def _grouped(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Everyday words by what they mean: the meaning first, then each word or phrase."""
    groups: dict[str, list[str]] = {}
    for words, targets in rows:
        groups.setdefault(targets, []).append(words)
    return [[targets, *words] for targets, words in groups.items()]


def _vocabulary(rows: Iterable[str], synonyms: Synonyms) -> list[str]:
    """Every term and every word of an everyday phrase: what a mistyped word is compared with."""
    return sorted({word for words in synonyms for word in words}.union(rows))


def deltas(numbers: Sequence[int]) -> list[int]:
    """Rising numbers as steps: the numbers skipped before each."""
    return [number - before - 1
            for before, number in zip((-1, *numbers), numbers, strict=False)]


def _row(row: Row) -> list[Any]:
    term, fields = row
    flat: list[Any] = [term]
    for number, documents, weights in fields:
        one = len(set(weights)) == 1
        flat += [number, deltas(documents), weights[0] if one else list(weights)]
    return flat


def _chunks(terms: Sequence[str], costs: Mapping[str, int], size: int) -> list[list[str]]:
    """Ranges of terms of about *size* bytes each."""
    chunks: list[list[str]] = [[]]
    held = 0
    for term in terms:
        if held and held + costs[term] > size:
            chunks.append([])
            held = 0
        chunks[-1].append(term)
        held += costs[term]
    return chunks if terms else [[""]]
