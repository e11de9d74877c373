"""Scripts as pages load them: whole, with the words they say; no waterfall of imports."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rjsmin

from familycentre.search.analysis import STEMMERS

MODULES = ("analysis", "store", "understand", "query", "engine", "worker")
"""Our modules in the order they need each other."""


def search_engine(folder: Path, language: str) -> bytes:
    """The language's stemmer as it is shipped, then our modules without their imports.

    Our modules share one scope, so a name may stand at the top of one of them only.
    """
    algorithm = STEMMERS[language]
    vendor = folder / "vendor"
    parts = [
        "/* Snowball stemmers 3.0.1, BSD-3-Clause, M. Porter, R. Boulton, snowballstem.org */\n",
        "let BaseStemmer;\n", _text(vendor / "snowball-base.js"), "\n",
        _text(vendor / f"snowball-{algorithm}.js"),
        f"\nconst Stemmer={algorithm.title()}Stemmer;\n",
        str(rjsmin.jsmin("\n".join(_module(folder / "search" / f"{name}.js")
                                   for name in MODULES))),
    ]
    return "".join(parts).encode()


def page_script(folder: Path, words: Mapping[str, Any]) -> bytes:
    """The one script of every page: each behaviour in a scope of its own, doing nothing where its
    markup is missing. *words* are the interface words it says.
    """
    return _with_words(words, _behaviours(folder))


def search_page(folder: Path, words: Mapping[str, Any]) -> bytes:
    """The script of the search page: what every page has, and the search."""
    return _with_words(words, _behaviours(folder) + _text(folder / "search" / "page.js"))


def _behaviours(folder: Path) -> str:
    paths = sorted((folder / "page").glob("*.js"))
    return "".join(f"{{{_text(path)}}}\n" for path in paths)


def _with_words(words: Mapping[str, Any], script: str) -> bytes:
    data = json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"const W={data};{rjsmin.jsmin(script)}".encode()


def _module(path: Path) -> str:
    text = re.sub(r"^import .*;\n", "", _text(path), flags=re.MULTILINE)
    return re.sub(r"^export (?=async|function|const|class)", "", text, flags=re.MULTILINE)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
