"""The ``familycentre`` command: check data, apply answers, write schemas and reference pages."""

from __future__ import annotations

import argparse
import datetime
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from familycentre.catalogue import load, load_present
from familycentre.clock import reference_day
from familycentre.coverage import snapshot as take_snapshot
from familycentre.days import day_of
from familycentre.documentation import write_reference, write_schemas
from familycentre.editing import write_together
from familycentre.history import FOLDER as HISTORY
from familycentre.history import write_snapshot
from familycentre.loading import shown_path
from familycentre.model import Status
from familycentre.problems import FORMATS, summary
from familycentre.prose import read_prose
from familycentre.verifying import ENDED, WrongCallError, verify


def parser() -> argparse.ArgumentParser:
    """The command line; documented in docs/reference/commands.md, which is made from it."""
    top = argparse.ArgumentParser(
        prog="familycentre", description="Check and describe a family-centre directory's data.")
    commands = top.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="List every problem of the data; no site is built.")
    check.add_argument("--data", type=Path, default=None, metavar="DIR",
                       help="data folder; default: FAMILYCENTRE_DATA, else data")
    check.add_argument("--format", choices=sorted(FORMATS), default="text",
                       help="text for people, github for annotations on a pull request")
    check.add_argument("--strict", action="store_true", help="warnings fail too")
    check.add_argument("--warnings-of", nargs="*", default=None, metavar="FILE",
                       help="list the warnings of these files only; errors are always listed")
    check.add_argument("--today", type=_day, default=None, metavar="DAY",
                       help="reference day, YYYY-MM-DD; default: SOURCE_DATE_EPOCH, else today")
    check.add_argument("--docs", type=Path, default=Path("docs"), metavar="DIR",
                       help="hand-written pages to check too; default: docs, when it is there")
    answers = commands.add_parser(
        "verify", help="Write organisers' answers into the records; nothing else changes in them.")
    answers.add_argument("ids", nargs="+", metavar="ID",
                         help="a record's id, or FOLDER/ID where several have the same")
    answers.add_argument("--date", type=_day, required=True, metavar="DAY",
                         help="the day they answered, YYYY-MM-DD")
    answers.add_argument("--data", type=Path, default=None, metavar="DIR",
                         help="data folder; default: FAMILYCENTRE_DATA, else data")
    become = answers.add_mutually_exclusive_group()
    become.add_argument("--status", choices=get_args(Status), default=None,
                        help="what has become of them, when that is new")
    become.add_argument("--ended", dest="status", action="store_const", const=ENDED,
                        help="they have ended: the same as --status closed")
    snapshot = commands.add_parser(
        "snapshot", help="Write the year's coverage into history/YEAR.csv of the data folder, so "
        "that the coverage page can tell what has changed.")
    snapshot.add_argument("--data", type=Path, default=None, metavar="DIR",
                          help="data folder; default: FAMILYCENTRE_DATA, else data")
    snapshot.add_argument("--today", type=_day, default=None, metavar="DAY",
                          help="reference day, YYYY-MM-DD; default: SOURCE_DATE_EPOCH, else today")
    schema = commands.add_parser("schema", help="Write the JSON Schemas that editors use.")
    schema.add_argument("--into", type=Path, default=Path("schema"), metavar="DIR")
    reference = commands.add_parser(
        "reference", help="Write the reference pages of fields, problems, commands and settings.")
    reference.add_argument("--into", type=Path, default=Path("docs/reference"), metavar="DIR")
    return top


def _day(text: str) -> datetime.date:
    try:
        return day_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all is well, 1 when there are problems, 2 for a wrong call."""
    chosen = parser().parse_args(arguments)
    if chosen.command in ("check", "snapshot", "verify"):
        data = chosen.data or Path(os.environ.get("FAMILYCENTRE_DATA") or "data")
        try:
            today = getattr(chosen, "today", None) or reference_day()
        except ValueError as error:
            print(f"familycentre: {error}", file=sys.stderr)
            return 2
        if chosen.command == "snapshot":
            return _snapshot(data, today)
        return (_check if chosen.command == "check" else _verify)(data, today, chosen)
    if chosen.command == "schema":
        write_schemas(chosen.into)
    else:
        write_reference(chosen.into, parser())
    return 0


def _check(data: Path, today: datetime.date, chosen: argparse.Namespace) -> int:
    _print_anything()
    catalogue, problems = load(data, today)
    languages = catalogue.directory.languages if catalogue else ("fi", "sv")
    if chosen.docs.is_dir():
        read_prose(chosen.docs, list(languages), problems)
    files = chosen.warnings_of
    for problem in problems.errors + [one for one in problems.warnings
                                      if files is None or one.file in files]:
        print(FORMATS[chosen.format](problem))
    print(summary(problems), file=sys.stderr)
    return 1 if problems.errors or (chosen.strict and problems.warnings) else 0


def _verify(data: Path, today: datetime.date, chosen: argparse.Namespace) -> int:
    _print_anything()
    try:
        outcome = verify(data, chosen.ids, chosen.date, today, chosen.status)
    except WrongCallError as error:
        for sentence in error.args:
            print(f"familycentre: {sentence}", file=sys.stderr)
        print("Nothing was changed.", file=sys.stderr)
        return 2
    except OSError as error:
        return _not_written(error, data)
    for line in outcome.lines:
        print(line)
    for note in outcome.notes:
        print(note, file=sys.stderr)
    return 0


def _not_written(error: OSError, place: Path) -> int:
    """Say why a file could not be read or written; *place* when the error does not name one."""
    print(f"familycentre: {error.filename or place}: {error.strerror}.", file=sys.stderr)
    return 1


def _print_anything() -> None:
    """A terminal that is not UTF-8 must not fail."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _snapshot(data: Path, today: datetime.date) -> int:
    """Write the snapshot of *today*'s year, over one of the same year, be it broken; nothing when
    there are errors in the records. Other years' snapshots are for ``check``.
    """
    path = data / HISTORY / f"{today.year:04}.csv"
    catalogue, problems = load_present(data, today)
    if catalogue is None:
        for problem in problems.errors:
            print(FORMATS["text"](problem))
        print(summary(problems, warnings=False), file=sys.stderr)
        return 1
    try:
        path.parent.mkdir(exist_ok=True)
        write_together({path: write_snapshot(take_snapshot(catalogue, today)).encode("utf-8")})
    except OSError as error:
        return _not_written(error, path)
    print(shown_path(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
