"""The ``familycentre`` command: check data, apply answers, write schemas and reference pages."""

from __future__ import annotations

import argparse
import datetime
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from familycentre.browser_editor.reshaping import reshape
from familycentre.catalogue import load, load_present
from familycentre.clock import reference_day
from familycentre.coverage import snapshot as take_snapshot
from familycentre.days import day_of_argument
from familycentre.documentation import write_reference, write_schemas
from familycentre.editing import write_together
from familycentre.entering.fields import LOSSY
from familycentre.from_issue import apply_issue, read_issue, write_files
from familycentre.history import FOLDER as HISTORY
from familycentre.history import write_snapshot
from familycentre.importers.arguments import add_import
from familycentre.issue_forms import FOLDER as ISSUE_FORMS
from familycentre.issue_forms import forms, towns_of
from familycentre.loading import load_records, shown_path
from familycentre.model import Status
from familycentre.problems import FORMATS, Problems, summary
from familycentre.prose import read_prose
from familycentre.starting import (
    CHECKOUT,
    StartError,
    county_of,
    languages_of,
    plan,
    write_new,
)
from familycentre.template import workbook, write_template
from familycentre.verifying import ENDED, WrongCallError, verify


def parser() -> argparse.ArgumentParser:
    """The command line; documented in docs/reference/commands.md, which is made from it."""
    top = argparse.ArgumentParser(
        prog="familycentre",
        description="Check, describe and import a family-centre directory's data.")
    commands = top.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="List every problem of the data; no site is built.")
    check.add_argument("--data", type=Path, default=None, metavar="DIR",
                       help="data folder; default: FAMILYCENTRE_DATA, else data")
    check.add_argument("--format", choices=sorted(FORMATS), default="text",
                       help="text for people, github for annotations on a pull request")
    check.add_argument("--strict", action="store_true", help="warnings fail too")
    check.add_argument("--warnings-of", nargs="*", default=None, metavar="FILE",
                       help="list the warnings of these files only; errors are always listed")
    check.add_argument("--today", type=day_of_argument, default=None, metavar="DAY",
                       help="reference day, YYYY-MM-DD; default: SOURCE_DATE_EPOCH, else today")
    check.add_argument("--docs", type=Path, default=Path("docs"), metavar="DIR",
                       help="hand-written pages to check too; default: docs, when it is there")
    answers = commands.add_parser(
        "verify", help="Write organisers' answers into the records; nothing else changes in them.")
    answers.add_argument("ids", nargs="+", metavar="ID",
                         help="a record's id, or FOLDER/ID where several have the same")
    answers.add_argument("--date", type=day_of_argument, required=True, metavar="DAY",
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
    snapshot.add_argument("--today", type=day_of_argument, default=None, metavar="DAY",
                          help="reference day, YYYY-MM-DD; default: SOURCE_DATE_EPOCH, else today")
    new = commands.add_parser(
        "new", help="Make a fresh directory for a county, with examples, ready to build.")
    new.add_argument("directory", type=Path, metavar="DIR", help="a folder that is not there yet")
    new.add_argument("--county", required=True, metavar="CODE",
                     help="01–21, 90 (Helsinki), 91 (Åland), or the county's name")
    new.add_argument("--languages", default=None, metavar="fi,sv",
                     help="languages of the pages, the first one first; default: those of the "
                     "county's municipalities")
    new.add_argument("--engine", type=Path, default=CHECKOUT, metavar="DIR",
                     help="checkout of this project to copy the engine from; default: its own")
    template = commands.add_parser(
        "template", help="Write the coordinator's spreadsheet: headings in Finnish or Swedish, "
        "drop-down choices, instructions, examples. `import spreadsheet` reads it.")
    template.add_argument("file", type=Path, metavar="FILE.xlsx",
                          help="a file that is not there yet")
    template.add_argument("--lang", choices=("fi", "sv"), default=None,
                          help="language of the sheet; default: the directory's first")
    template.add_argument("--with-records", action="store_true",
                          help="fill in the directory's records, to correct many at once; what a "
                          f"sheet cannot hold stays as it is: {', '.join(LOSSY)}")
    template.add_argument("--data", type=Path, default=None, metavar="DIR",
                          help="data folder; default: FAMILYCENTRE_DATA, else data")
    issue = commands.add_parser(
        "from-issue", help="Turn an issue written with one of the issue forms into changed files "
        "of the data folder, checked; 1: something must be mended, 3: no form of ours.")
    text = issue.add_mutually_exclusive_group(required=True)
    text.add_argument("body", nargs="?", default=None, metavar="FILE",
                      help="the issue's text; - reads it from standard input")
    text.add_argument("--event", type=Path, default=None, metavar="FILE",
                      help="GitHub's event file, which holds the issue")
    issue.add_argument("--answer", type=Path, default=None, metavar="FILE",
                       help="where the answer to post is written, in the form's language; "
                       "default: standard output")
    issue.add_argument("--data", type=Path, default=None, metavar="DIR",
                       help="data folder; default: FAMILYCENTRE_DATA, else data")
    issue.add_argument("--today", type=day_of_argument, default=None, metavar="DAY",
                       help="reference day, YYYY-MM-DD; default: SOURCE_DATE_EPOCH, else today")
    issue_forms = commands.add_parser(
        "issue-forms", help="Write the issue forms for GitHub, with the directory's own "
        "municipalities and languages.")
    issue_forms.add_argument("--into", type=Path, default=Path(ISSUE_FORMS), metavar="DIR")
    issue_forms.add_argument("--data", type=Path, default=None, metavar="DIR",
                       help="data folder; default: FAMILYCENTRE_DATA, else data")
    reshape_ = commands.add_parser(
        "reshape", help="Write web addresses of records the one way that the browser editor "
        "reads, as {all: https://…}; nothing else in the files changes.")
    reshape_.add_argument("--data", type=Path, default=None, metavar="DIR",
                          help="data folder; default: FAMILYCENTRE_DATA, else data")
    add_import(commands)
    schema = commands.add_parser("schema", help="Write the JSON Schemas that editors use.")
    schema.add_argument("--into", type=Path, default=Path("schema"), metavar="DIR")
    reference = commands.add_parser(
        "reference", help="Write the reference pages of fields, problems, commands and settings.")
    reference.add_argument("--into", type=Path, default=Path("docs/reference"), metavar="DIR")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all is well, 1 when there are problems, 2 for a wrong call."""
    chosen = parser().parse_args(arguments)
    if chosen.command in ("check", "snapshot", "verify", "import"):
        given = chosen.into if chosen.command == "import" else chosen.data
        data = given or Path(os.environ.get("FAMILYCENTRE_DATA") or "data")
        try:
            today = getattr(chosen, "today", None) or reference_day()
        except ValueError as error:
            print(f"familycentre: {error}", file=sys.stderr)
            return 2
        if chosen.command == "snapshot":
            return _snapshot(data, today)
        if chosen.command == "import":
            return _import(data, today, chosen)
        return (_check if chosen.command == "check" else _verify)(data, today, chosen)
    if chosen.command == "new":
        return _new(chosen)
    if chosen.command == "template":
        return _template(chosen)
    if chosen.command == "from-issue":
        return _from_issue(chosen)
    if chosen.command == "issue-forms":
        return _issue_forms(chosen)
    if chosen.command == "reshape":
        return _reshape(chosen.data or Path(os.environ.get("FAMILYCENTRE_DATA") or "data"))
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


def _reshape(data: Path) -> int:
    _print_anything()
    records = load_records(data, problems := Problems())
    if not data.is_dir():
        print(f"familycentre: {next(iter(problems)).message}", file=sys.stderr)
        return 2
    try:
        changed = reshape(records)
    except OSError as error:
        return _not_written(error, data)
    for path in changed:
        print(shown_path(path))
    print(f"{len(changed)} files rewritten.", file=sys.stderr)
    return 0


def _not_written(error: OSError, place: Path) -> int:
    """Say why a file could not be read or written; *place* when the error does not name one."""
    print(f"familycentre: {error.filename or place}: {error.strerror}.", file=sys.stderr)
    return 1


def _import(data: Path, today: datetime.date, chosen: argparse.Namespace) -> int:
    """Without the extra ``import``, a sentence says what to install."""
    _print_anything()
    try:
        from familycentre.importers.command import WrongImportError, run, told
    except ModuleNotFoundError as error:
        print(f"familycentre: '{error.name}' is not installed: pip install "
              "'familycentre[import]' (or -e '.[import]').", file=sys.stderr)
        return 2
    try:
        report = run(chosen, data, today)
    except WrongImportError as error:
        print(f"familycentre: {error}\nNothing was changed.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"familycentre: {error.filename or data}: {error.strerror}.", file=sys.stderr)
        return 1
    print(told(report), end="")
    return 1 if any(one.broken for one in report.refused) else 0


def _print_anything() -> None:
    """A terminal that is not UTF-8 must not fail."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _new(chosen: argparse.Namespace) -> int:
    """Make a fresh directory; nothing is written when anything about the call is wrong."""
    _print_anything()
    try:
        code = county_of(chosen.county)
        languages = (tuple(part.strip() for part in chosen.languages.split(","))
                     if chosen.languages is not None else languages_of(code))
        if not languages or len(set(languages)) < len(languages) or set(languages) - {"fi", "sv"}:
            raise StartError(f"--languages {chosen.languages}: write fi, sv, fi,sv or sv,fi.")
        files = plan(code, languages, chosen.engine.resolve())
        write_new(files, Path(os.path.abspath(chosen.directory)))
    except StartError as error:
        print(f"familycentre: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"familycentre: {error.filename or chosen.directory}: {error.strerror}.",
              file=sys.stderr)
        return 1
    print(f"{shown_path(chosen.directory)}: {len(files)} files. README.md there says what comes "
          "next.")
    return 0


def _template(chosen: argparse.Namespace) -> int:
    """Write the spreadsheet; nothing is written when there is a file of that name."""
    _print_anything()
    if chosen.file.suffix != ".xlsx":
        print(f"familycentre: {chosen.file}: the name of a workbook ends in .xlsx.",
              file=sys.stderr)
        return 2
    data = chosen.data or Path(os.environ.get("FAMILYCENTRE_DATA") or "data")
    records = load_records(data, problems := Problems())
    if records.directory is None or (chosen.with_records and problems.errors):
        for problem in problems.errors:
            print(FORMATS["text"](problem), file=sys.stderr)
        return 1
    language = chosen.lang or records.directory.record.languages[0]
    try:
        write_template(workbook(records, language, with_records=chosen.with_records),
                       Path(os.path.abspath(chosen.file)))
    except ImportError:
        print("familycentre: Workbooks need the extra 'import': pip install "
              "'familycentre[import]'.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"familycentre: {chosen.file}: {error.strerror}.", file=sys.stderr)
        return 1
    print(shown_path(chosen.file))
    return 0


def _from_issue(chosen: argparse.Namespace) -> int:
    """Write what an issue says into the data; all of it or nothing."""
    _print_anything()
    data = chosen.data or Path(os.environ.get("FAMILYCENTRE_DATA") or "data")
    try:
        text, today = _issue_text(chosen), chosen.today or reference_day()
    except (OSError, ValueError) as error:
        print(f"familycentre: {error}", file=sys.stderr)
        return 2
    try:
        issue = read_issue(text)
        if issue is None:
            print("familycentre: the issue was not written with one of the issue forms.",
                  file=sys.stderr)
            return 3
        outcome = apply_issue(issue, data, today)
        write_files(outcome.files)
        if chosen.answer:
            chosen.answer.write_text(outcome.answer(), encoding="utf-8")
    except OSError as error:
        print(f"familycentre: {error.filename or data}: {error.strerror}.", file=sys.stderr)
        return 2
    for problem in outcome.errors:
        print(FORMATS["text"](problem), file=sys.stderr)
    if chosen.answer:
        print(*(shown_path(path) for path in sorted(outcome.files)), sep="\n")
    else:
        print(outcome.answer(), end="")
    return 1 if outcome.faults else 0


def _issue_text(chosen: argparse.Namespace) -> str:
    """The issue's text; ValueError when the file is not what it should be."""
    if chosen.event:
        try:
            body = json.loads(chosen.event.read_text(encoding="utf-8"))["issue"]["body"]
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"{chosen.event} is no event of an issue.") from None
        return body if isinstance(body, str) else ""
    data = sys.stdin.buffer.read() if chosen.body == "-" else Path(chosen.body).read_bytes()
    return data.decode("utf-8", errors="replace")


def _issue_forms(chosen: argparse.Namespace) -> int:
    """Write the issue forms; other files in the folder stay."""
    data = chosen.data or Path(os.environ.get("FAMILYCENTRE_DATA") or "data")
    records = load_records(data, problems := Problems())
    if records.directory is None:
        for problem in problems.errors:
            print(FORMATS["text"](problem), file=sys.stderr)
        return 1
    directory = records.directory.record
    chosen.into.mkdir(parents=True, exist_ok=True)
    for name, text in forms(directory.languages, towns_of(directory)).items():
        (chosen.into / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


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
