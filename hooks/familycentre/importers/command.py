"""``familycentre import``: from the call to the report."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from tqdm import tqdm

from familycentre.editing import write_together
from familycentre.importers import hsds, linked_events, ptv, service_map
from familycentre.importers.bringing import Bringing, Wish
from familycentre.importers.fetching import Fetcher
from familycentre.importers.found import Found, Refused
from familycentre.importers.holdings import (
    LedgerError,
    ledger_path,
    ledger_text,
    read_holdings,
    read_ledger,
    write_all,
)
from familycentre.importers.inputs import Context, Doc, documents
from familycentre.importers.loose import rows
from familycentre.importers.mapping import MappingError, read_mapping
from familycentre.importers.report import SHOWN, Report
from familycentre.importers.rows import sheets
from familycentre.importers.settling import Here
from familycentre.importers.spreadsheet import SOURCE
from familycentre.loading import DIRECTORY_FILE, shown_path
from familycentre.model import Directory
from familycentre.problems import FORMATS, Problems
from familycentre.reference import municipalities, municipality_names
from familycentre.source import parse, read
from familycentre.validation import validate

Reader = Callable[[Iterable[Doc | Refused], Context], Iterator[Found | Refused]]
READERS: Mapping[str, Reader] = {
    "ptv": ptv.read, "linkedevents": linked_events.read, "servicemap": service_map.read,
    "hsds": hsds.read}
"""What reads the documents of each of ``arguments.SOURCES``."""


class WrongImportError(Exception):
    """The import cannot begin; its sentences are for the person who called it."""


def run(chosen: argparse.Namespace, data: Path, today: datetime.date) -> Report:
    """Import as the command line says, and write; raises WrongImportError or OSError."""
    try:
        context = Context(read_mapping(data), today, chosen.keep_persons,
                          chosen.language)
        past = read_ledger(ledger_path(data, chosen.source))
    except (MappingError, LedgerError) as error:
        raise WrongImportError(str(error)) from None
    here = Here(_covered(data), _ids(data, "situations"), _ids(data, "areas"))
    # A coordinator's sheet holds some records, never all: what is missing has not vanished.
    partial = chosen.partial or chosen.source == SOURCE
    wish = Wish(chosen.source, today, partial, chosen.close_vanished, chosen.skip_duplicates)
    holdings = read_holdings(data, past)
    bringing = Bringing(data, holdings, past, wish, here)
    found = sheets(chosen.inputs, data, holdings, past, keep_persons=chosen.keep_persons) if (
        chosen.source == SOURCE) else (
        READERS[chosen.source](_inputs(chosen), context))
    bringing.take(tqdm(found, desc=chosen.source, unit=" records", leave=False,
                       disable=not sys.stderr.isatty()))
    report = bringing.report
    target = chosen.report or data / ".imports" / f"{chosen.source}-report.txt"
    if not chosen.dry_run:
        write_all(data, [*sorted(bringing.contents.items()),
                         (ledger_path(data, chosen.source), ledger_text(bringing.past))])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
        write_together({target: report.text().encode()})
        report.remarks.append(f"Every field of every record: {shown_path(target)}")
    else:
        report.remarks.append("A trial: nothing was written.")
    return report


def _inputs(chosen: argparse.Namespace) -> Iterator[Doc | Refused]:
    for place in chosen.inputs:
        if "://" in place:
            fetcher = Fetcher(chosen.source, chosen.cache.expanduser(), chosen.rate, chosen.offline)
            try:
                yield from fetcher.documents(place)
            finally:
                fetcher.close()
        else:
            yield from documents(chosen.source, [Path(place)])


def _covered(data: Path) -> Callable[[str], bool]:
    """Whether the directory covers a municipality."""
    path = data / DIRECTORY_FILE
    problems = Problems()
    if not path.is_file():
        raise WrongImportError(f"There is no {shown_path(path)}: --into wants the data folder of a "
                           "directory.")
    document = read(path, shown_path(path), problems)
    directory = validate(Directory, document.data, document, (), problems) if document else None
    if directory is None:
        raise WrongImportError("\n".join(FORMATS["text"](one) for one in problems))
    only = {municipality_names().get(one.casefold()) for one in directory.municipalities}
    codes = {code for code, one in municipalities().items()
             if one.county in directory.counties and (not only or code in only)}
    return codes.__contains__


def _ids(data: Path, name: str) -> frozenset[str]:
    """Ids of situations.yml or areas.yml; of the latter those inside counties too."""
    try:
        text = (data / f"{name}.yml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return frozenset()
    document = parse(text, "", Problems())
    top = list(rows(document.data if document else None))
    inside = [item for one in top for item in rows(one.get("areas"))]
    return frozenset(found for one in (*top, *inside)
                     if isinstance(found := one.get("id"), str))


def told(report: Report) -> str:
    """The short report for the screen."""
    return report.text(SHOWN)
