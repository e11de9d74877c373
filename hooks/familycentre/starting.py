"""A fresh directory for any county: everything in memory first, then one rename.

What every county shares (tasks, life situations, help lines, everyday words, hand-written pages)
comes from the sample of the checkout that the command belongs to, so that there is one original;
``starter/regional.yml`` says what in it holds in Uusimaa only. The rest stands in ``starter/``.
The new folder carries the engine in ``engine/``: it needs nothing from anywhere else.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from familycentre.issue_forms import FOLDER as ISSUE_FORMS
from familycentre.issue_forms import forms
from familycentre.problems import Problems, did_you_mean
from familycentre.reference import counties, municipalities, municipality_names, postcodes, slug
from familycentre.source import parse

Files = dict[str, bytes]
"""Contents by path from the new folder, with forward slashes."""

CHECKOUT = Path(__file__).resolve().parents[2]
"""The checkout that this package belongs to, when it was not installed as a wheel."""
SHARED_DATA = ("tasks.yml", "situations.yml", "helplines.yml", "synonyms/fi.yml", "synonyms/sv.yml")
SHARED_FOLDERS = ("docs/fi", "docs/sv", "schema")
ENGINE = ("hooks", "overrides", "docs/reference", "pyproject.toml", "README.md", "ARCHITECTURE.md",
          "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE")
"""What of the checkout a site needs, and those who look after it."""
WORKFLOWS = ("publish.yml", "from-issue.yml")
"""Workflows that are the same in every directory; ``check.yml`` leaves the engine's tests out."""
_STARTER_PLACES = {"gitignore": ".gitignore", "github/check.yml": ".github/workflows/check.yml"}
_SKIPPED = re.compile(r"__pycache__|\.egg-info$|^\.|^build$|^node_modules$")
_PLACE = re.compile(r"<<(\w+)>>")


class StartError(Exception):
    """The directory cannot be made; the argument is a sentence for the person who asked."""


@dataclass(frozen=True)
class _County:
    """What a fresh directory says of a county."""

    code: str
    in_fi: str
    in_sv: str
    of_fi: str
    town: str
    """Name of the municipality in which the examples are placed."""


@cache
def _table() -> dict[str, _County]:
    return {row["code"]: _County(**row) for row in _yaml("counties.yml")}


def _starter() -> Traversable:
    return resources.files(__package__).joinpath("starter")


def _yaml(name: str) -> Any:
    text = _starter().joinpath(name).read_text(encoding="utf-8")
    document = parse(text, name, problems := Problems())
    if document is None:
        raise ValueError(f"starter/{name} is broken: {list(problems)}")
    return document.data


def county_of(text: str) -> str:
    """The two-digit code of a county by its code or name; StartError names a near match."""
    names = {name.casefold(): code for code, county in counties().items()
             for _, name in (*county.names, *county.short_names)}
    wanted = text.strip().casefold()
    code = wanted.zfill(2) if wanted.isdecimal() else names.get(wanted, "")
    if code not in counties():
        hint = did_you_mean(wanted, names) or (
            "Give its code, 01–21, 90 (Helsinki) or 91 (Åland), or its name.")
        raise StartError(f"There is no county '{text}'. {hint}")
    return code


def languages_of(code: str) -> tuple[str, ...]:
    """The languages a county's pages begin with: those of its municipalities, the one first that
    comes first in most of them.

    Pages in a language that nobody writes would be pages of the other one with notices: a county
    without a bilingual municipality begins with Finnish, Åland with Swedish.
    """
    statuses = [one.languages for one in municipalities().values() if one.county == code]
    spoken = {language for status in statuses for language in status.split("-")}
    first = Counter(status.partition("-")[0] for status in statuses)
    return tuple(sorted(spoken, key=lambda language: (-first[language], language)))


def plan(code: str, languages: Sequence[str], checkout: Path = CHECKOUT) -> Files:
    """Every file of a fresh directory, by path.

    *languages* are those of the pages, the first one first. Raises StartError when *checkout* is
    no checkout of the project or one of its shared files no longer says what is to be exchanged.
    """
    missing = [name for name in ("data/helplines.yml", "docs/fi", "hooks/site.py", "overrides")
               if not (checkout / name).exists()]
    if missing:
        raise StartError(f"{checkout} is no checkout of the project: there is no {missing[0]}. "
                         "Run the command in one, or name it with --engine.")
    values = _values(code, languages)
    files = {name: _filled(text, values) for name, text in _starter_files(languages)}
    shared = {name: (checkout / "data" / name).read_text(encoding="utf-8") for name in SHARED_DATA}
    _exchange(shared)
    shared["helplines.yml"] = _without(
        shared["helplines.yml"], _yaml("regional.yml")["leave_out"].get(code, []))
    files |= {f"data/{name}": text.encode() for name, text in shared.items()}
    for name in _organisers(shared["helplines.yml"]):
        files[f"data/organisations/{name}.yml"] = (
            checkout / "data" / "organisations" / f"{name}.yml").read_bytes()
    for folder in SHARED_FOLDERS:
        files |= _read(checkout, folder)
    files |= {f"engine/{name}": data for top in ENGINE for name, data in _read(
        checkout, top).items()}
    own = [one for one in municipalities().values() if one.county == code]
    files |= {f"{ISSUE_FORMS}/{name}": text.encode() for name, text in forms(
        languages, own).items()}
    for name in WORKFLOWS:
        files |= _read(checkout, f".github/workflows/{name}")
    return files


def write_new(files: Mapping[str, bytes], target: Path) -> None:
    """Write a fresh directory as *target*, whole or not at all.

    Raises StartError when something of that name is there, OSError when it cannot be written.
    """
    if os.path.lexists(target):
        raise StartError(f"{target} is there already; nothing was changed. Choose a new folder.")
    if not target.parent.is_dir():
        raise StartError(f"The folder {target.parent} does not exist. Make it first.")
    staging = Path(tempfile.mkdtemp(prefix=".familycentre-new-", dir=target.parent))
    try:
        for name, data in files.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        staging.chmod(0o755)
        os.rename(staging, target)  # fails when somebody has put a folder there meanwhile
    finally:
        shutil.rmtree(staging, ignore_errors=True)


# --- what stands in the files ----------------------------------------------------------------


_WHY = {
    "two": ("Alueella on kaksikielisiä kuntia.", "Området har tvåspråkiga kommuner."),
    "fi": ("Alueen kunnat ovat suomenkielisiä. Kun joku kirjoittaa myös ruotsiksi: [fi, sv].",
           "Områdets kommuner är finskspråkiga. När någon skriver också på svenska: [fi, sv]."),
    "sv": ("Alueen kunnat ovat ruotsinkielisiä. Kun joku kirjoittaa myös suomeksi: [sv, fi].",
           "Områdets kommuner är svenskspråkiga. När någon skriver också på finska: [sv, fi]."),
}


def _values(code: str, languages: Sequence[str]) -> dict[str, str]:
    """What the starter's places in angle brackets are filled with."""
    facts, county = _table()[code], counties()[code]
    town = municipality_names()[facts.town.casefold()]
    own = sorted((one for one in municipalities().values() if one.county == code),
                 key=lambda one: one.name("fi"))
    spoken = languages_of(code)
    why = _WHY[spoken[0] if len(spoken) == 1 else "two"]
    return {
        "code": code, "in_fi": facts.in_fi, "in_sv": facts.in_sv, "of_fi": facts.of_fi,
        "county_fi": county.name("fi"), "county_sv": county.name("sv"),
        "area": slug(county.short_name("fi")), "town": municipalities()[town].name("fi"),
        "postcode": min(one for one, (place, _) in postcodes().items() if place == town),
        "languages": ", ".join(languages), "why_fi": why[0], "why_sv": why[1],
        "municipalities": "\n".join(
            f"#   {one.code} {one.name('fi')}" + (
                f" / {one.name('sv')}" if one.name("sv") != one.name("fi") else "")
            for one in own),
    }


def _filled(text: str, values: Mapping[str, str]) -> bytes:
    return _PLACE.sub(lambda found: values[found[1]], text).encode()


def _starter_files(languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The starter's own files with their places; README in the languages of the pages."""
    told = []
    for name, file in _walk(_starter()):
        if name in ("counties.yml", "regional.yml"):
            continue
        text = file.read_text(encoding="utf-8")
        if name.startswith("readme."):
            told.append((name.split(".")[1], text))
            continue
        yield _STARTER_PLACES.get(name, name), text
    ordered = sorted(told, key=lambda one: (
        [*languages, one[0]].index(one[0]) if one[0] in languages else len(languages), one[0]))
    yield "README.md", "\n".join(text for _, text in ordered)


def _walk(folder: Traversable, before: str = "") -> Iterator[tuple[str, Traversable]]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _walk(one, f"{before}{one.name}/")
        else:
            yield before + one.name, one


def _exchange(shared: dict[str, str]) -> None:
    """Take Uusimaa's own sentences out of the shared files."""
    for one in _yaml("regional.yml")["replace"]:
        found = shared[one["file"]].count(one["was"])
        if found != 1:
            raise StartError(
                f"data/{one['file']} says {found} times, instead of once: '{one['was'].strip()}'. "
                "Correct starter/regional.yml to what stands there now.")
        shared[one["file"]] = shared[one["file"]].replace(one["was"], one["becomes"])


def _without(text: str, ids: Sequence[str]) -> str:
    """A list file without some items; situations name none of those that a county leaves out."""
    head, *items = re.split(r"(?m)^(?=- id:)", text)
    kept = [item for item in items
            if re.match(r"- id: *[\"']?([^\"'\s]+)", item)[1] not in ids]  # type: ignore[index]
    return head + "".join(kept)


def _organisers(helplines: str) -> list[str]:
    return sorted(set(re.findall(r"(?m)^  organiser: *(\S+)", helplines)))


def _read(checkout: Path, name: str) -> Files:
    """A file, or every file below a folder, without what builds leave behind."""
    top = checkout / name
    if top.is_file():
        return {name: top.read_bytes()}
    found = {}
    for path in sorted(top.rglob("*")):
        inside = path.relative_to(checkout)
        if path.is_file() and not any(_SKIPPED.search(part) for part in inside.parts):
            found[inside.as_posix()] = path.read_bytes()
    return found
