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


QR = "vendor/lean-qr"
"""Not ours: it is used as it was shipped, for one of its functions, ``generate``."""
_OWN = ("shared/site", "shared/own")
_REMEMBERED = (*_OWN, "shared/stored")
_KEPT = (*_REMEMBERED, "shared/keeping", "shared/device", "shared/fill")
_DAYS = ("shared/fill", "shared/coming")
_LIST = ("shared/fill", "shared/list")
SCRIPTS: dict[str, tuple[str, ...]] = {
    "page": (*_OWN, *_LIST, "page/exit", "page/field", "page/filter", "page/adds"),
    "home": (*_REMEMBERED, "shared/fill", "page/field", "page/near"),
    "place": (*_REMEMBERED, *_LIST, "page/field", "page/near", "page/later", "page/adds"),
    "keep": (*_KEPT, "page/device"),
    "device": (*_KEPT, "page/field", "page/device"),
    "path": (*_REMEMBERED, *_DAYS, "shared/list", "page/exit", "page/field", "page/near",
             "page/open", "page/adds"),
    "guide": (*_REMEMBERED, *_DAYS, "shared/list", "page/exit", "page/field", "page/filter",
              "page/near", "page/open", "page/adds"),
    "help": (*_OWN, *_DAYS, "page/exit", "page/field", "page/open"),
    "entry": (*_OWN, *_DAYS, "shared/list", "page/field", "page/dates", "page/later", "page/share",
              "page/add"),
    "entry-exit": (*_OWN, *_DAYS, "shared/list", "page/exit", "page/field", "page/dates",
                   "page/add"),
    "once": (*_DAYS, "shared/calendar", "page/once"),
    "copy": (*_OWN, "page/field", "page/copy"),
    "my-list": (*_OWN, *_DAYS, "shared/calendar", "shared/list", QR, "page/field",
                "list/state", "list/records", "list/sheet", "list/page", "page/exit"),
    "week": (*_OWN, *_DAYS, "page/exit", "page/field", "page/filter", "page/week"),
    "search-page": (*_OWN, *_DAYS, "shared/list", "page/exit", "page/field",
                    "page/keys", "search/results",
                    "search/guides", "search/page"),
}
"""The one script that a page loads (``keep`` and ``once`` are loaded by a box of another page), by
name, and the files it is made of, in order. A file of page/ has a scope of its own and does nothing
where its markup is missing; shared/ stands before them."""
WORDS: dict[str, tuple[str, ...]] = {
    "page": ("filter", "my_list"), "copy": ("embeds",), "help": ("help", "times"),
    "entry": ("my_list", "share", "times"),
    "entry-exit": ("my_list", "times"), "my-list": ("my_list", "times"),
    "device": ("device",), "home": ("near",), "place": ("device", "my_list", "near"),
    "keep": ("device",), "once": ("times",), "path": ("help", "my_list", "near", "times"),
    "guide": ("filter", "help", "my_list", "near", "times"),
    "week": ("filter", "times", "week"), "search-page": ("filter", "my_list", "search", "times"),
}
"""Groups of interface words that each script says. Only a word that stands in it as ``W.word`` or
``W.group.word`` is sent along."""


def page_scripts(folder: Path, words: Mapping[str, Any], more: Mapping[str, Any]) -> dict[
        str, bytes]:
    """Every script of SCRIPTS by name, with its *words* and what *more* it must know."""
    made = {}
    for name, paths in SCRIPTS.items():
        text = "".join(_scoped(path, _text(folder / f"{path}.js")) for path in paths
                       if path != QR)
        said = set(re.findall(r"\bW\.(\w+)(?:\.(\w+))?", text))
        first = {one for one, _ in said}
        used = {key: words[group][key] for group in WORDS[name] for key in words[group]
                if key in first}
        used |= {group: {key: words[group][key] for key in words[group] if (group, key) in said}
                 for group in WORDS[name] if any(one == group and key for one, key in said)}
        used |= {key: value for key, value in more.items() if key in first}
        data = json.dumps(used, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        vendor = _generator(folder) if QR in paths else ""
        made[name] = f"const W={data};{vendor}{rjsmin.jsmin(text)}".encode()
    return made


def _generator(folder: Path) -> str:
    """The QR library as one function; its own names stay inside."""
    body, _, exported = _text(folder / f"{QR}.js").rpartition("export{")
    name = re.search(r"(\w+) as generate", exported)
    assert name
    return ("/* lean-qr 2.7.4, MIT, (c) David Evans, github.com/davidje13/lean-qr */\n"
            f"const generate=(()=>{{{body}return {name[1]}}})();\n")


def _scoped(path: str, text: str) -> str:
    return f"{{{text}}}\n" if path.startswith("page/") else text


def _module(path: Path) -> str:
    text = re.sub(r"^import .*;\n", "", _text(path), flags=re.MULTILINE)
    return re.sub(r"^export (?=async|function|const|class)", "", text, flags=re.MULTILINE)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
