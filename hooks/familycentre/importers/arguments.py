"""The arguments of ``familycentre import``; needs none of the libraries of the extra ``import``."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from familycentre.values import LANGUAGES

SOURCES = ("ptv", "linkedevents", "servicemap", "hsds", "spreadsheet")


def add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of the command."""
    add = commands.add_parser(
        "import", help="Bring in records of other systems; what was changed here by hand stays. "
        "See docs/reference/importing.md.")
    add.add_argument("source", choices=SOURCES, help="what publishes the records")
    add.add_argument("inputs", nargs="+", metavar="INPUT",
                     help="a file (.json, .csv, .zip; .xlsx or .csv of a spreadsheet), a folder of "
                     "them, or the address of an API")
    add.add_argument("--into", type=Path, default=None, metavar="DIR",
                     help="data folder; default: FAMILYCENTRE_DATA, else data")
    add.add_argument("--dry-run", action="store_true",
                     help="tell what would be done; write nothing")
    add.add_argument("--partial", action="store_true",
                     help="only a part of the source is read: mark nothing as vanished")
    add.add_argument("--close-vanished", action="store_true",
                     help="set status: closed on what the source has no longer")
    add.add_argument("--skip-duplicates", action="store_true",
                     help="leave out new records that are probably here already")
    add.add_argument("--keep-persons", action="store_true",
                     help="keep names, e-mail addresses and phones of persons; only with their "
                     "consent")
    add.add_argument("--language", choices=LANGUAGES, default="fi", metavar="TAG",
                     help="language of texts whose source does not say it (hsds); default: fi")
    add.add_argument("--report", type=Path, default=None, metavar="FILE",
                     help="where the whole report goes; default: .imports/SOURCE-report.txt in the "
                     "data folder")
    add.add_argument("--rate", type=_rate, default=5.0, metavar="NUMBER",
                     help="requests a second to an API; default: 5")
    add.add_argument("--cache", type=Path, metavar="DIR",
                     default=Path("~/.cache/familycentre/imports"),
                     help="where answers of an API are kept; default: "
                     "~/.cache/familycentre/imports")
    add.add_argument("--offline", action="store_true",
                     help="read what is kept of an API; ask nobody")
    add.add_argument("--today", type=datetime.date.fromisoformat, default=None, metavar="DAY",
                     help="reference day, YYYY-MM-DD; default: SOURCE_DATE_EPOCH, else today")


def _rate(given: str) -> float:
    number = float(given)
    if not 0.01 <= number <= 100:
        raise argparse.ArgumentTypeError("between 0.01 and 100")
    return number
