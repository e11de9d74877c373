"""Rows of a CSV or XLSX file, whatever is in it: bounded, and never a traceback.

A workbook is a ZIP archive of XML. Its parts are measured before any is unpacked, entities are
refused (defusedxml), and no more rows and columns are read than a directory has.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEGABYTE = 1_000_000
LARGEST_CSV = 60 * MEGABYTE
"""Bytes of a CSV file; 20,000 records with every answer are about 30 MB."""
LARGEST_XLSX = 40 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
"""Bytes of a workbook's parts together, as the archive declares them; unpacking stops there."""
MOST_PARTS = 2_000
MOST_ROWS = 100_000
MOST_COLUMNS = 400
LONGEST_CELL = 40_000
"""Characters; Excel's own limit is 32,767."""
UNCLOSED = 131_072
"""Characters of a field of CSV from which on it is no cell: Python's own limit, which other
libraries change for the whole program."""

Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | \
    datetime.timedelta | None


class SheetError(Exception):
    """The file, or what is left of it, cannot be read; the argument says why and what to do."""


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula; what it comes to is not taken from others' caches."""


@dataclass(frozen=True)
class Broken:
    """A cell that shows an error, such as ``#REF!``."""

    shown: str


Row = tuple[str, int, list[Cell | Formula | Broken]]
"""Sheet (empty in CSV), 1-based row, cells."""


def rows(path: Path) -> Iterator[Row]:
    """Every row with something in it. Raises SheetError, at once or on the way."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            head = file.read(4096)
    except OSError as error:
        raise SheetError(f"The file cannot be opened: {error.strerror}.") from None
    if not head:
        raise SheetError("The file is empty.")
    if head.startswith(b"PK"):
        _small_enough(size, LARGEST_XLSX, "workbook")
        yield from _workbook(path)
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError("This is an old or a protected workbook. Open it in Excel, take the "
                         "password away and save it as .xlsx.")
    else:
        _small_enough(size, LARGEST_CSV, "CSV file")
        yield from _csv(path)


def _small_enough(size: int, limit: int, what: str) -> None:
    if size > limit:
        raise SheetError(f"The {what} has {size // MEGABYTE} MB; at most {limit // MEGABYTE} MB "
                         "are read. Split it.")


# --- CSV -------------------------------------------------------------------------------------


def _csv(path: Path) -> Iterator[Row]:
    text = _decoded(path.read_bytes())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unclosed(number + 1, str(error)) from None
        number += 1
        if any(len(cell) > UNCLOSED for cell in cells):
            raise _unclosed(number, "a field is too long")
        if number > MOST_ROWS:
            raise SheetError(f"There are more than {MOST_ROWS} rows. Split the file.")
        found: list[Cell | Formula | Broken] = [_text(cell) for cell in cells[:MOST_COLUMNS]]
        if any(found):
            yield "", number, found


def _unclosed(number: int, why: str) -> SheetError:
    return SheetError(f"Row {number} cannot be read ({why}): a quotation mark is probably not "
                      "closed.")


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 with a mark, UTF-8, else Windows-1252, in which Excel saves "CSV"."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for coding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(coding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError("This is neither a workbook (.xlsx) nor text (CSV).")


def _delimiter(text: str) -> str:
    """The sign that parts most cells of the first row with something in it."""
    line = next((one for one in text[:20_000].splitlines() if one.strip(" ;,\t")), "")
    line = re.sub(r'"[^"]*"', "", line)
    return max(";,\t", key=line.count)


# --- XLSX ------------------------------------------------------------------------------------


def _workbook(path: Path) -> Iterator[Row]:
    load = _loader()
    _measure(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of extensions that it leaves out
        try:
            book = load(path, read_only=True, data_only=False, keep_links=False)
        except Exception as error:  # openpyxl and what it stands on raise nearly anything
            raise _unreadable(error) from None
        try:
            total = 0
            for sheet in book.worksheets:
                if getattr(sheet, "sheet_state", "visible") != "visible":
                    continue
                for number, cells in _sheet(sheet):
                    total += 1
                    if total > MOST_ROWS:
                        raise SheetError(f"There are more than {MOST_ROWS} rows. Split the file.")
                    yield str(sheet.title), number, cells
        finally:
            book.close()


def _sheet(sheet: Any) -> Iterator[tuple[int, list[Cell | Formula | Broken]]]:
    """Rows of one sheet; the size it claims to have is not believed."""
    try:
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1), 1):
            found = [_cell(cell) for cell in row[:MOST_COLUMNS]]
            if any(one not in (None, "") for one in found):
                yield number, found
    except Exception as error:
        raise _unreadable(error, f"Sheet '{sheet.title}'") from None


def _cell(cell: Any) -> Cell | Formula | Broken:
    value = cell.value
    if cell.data_type == "f":
        return Formula()
    if cell.data_type == "e":
        return Broken(str(value)[:20])
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, (
            bool, int, float, datetime.datetime, datetime.date, datetime.time,
            datetime.timedelta)):
        return value
    return _text(str(value))


def _text(value: str) -> str:
    """A cell's text; the apostrophe with which programs keep a formula from running is no text."""
    text = value[:LONGEST_CELL].strip().replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("_x000D_\n", "\n").replace("_x000D_", "\n")
    return text[1:] if re.match(r"'[=+\-@\t]", text) else text


def _loader() -> Callable[..., Any]:
    try:
        import defusedxml  # noqa: F401  (openpyxl uses it when it is there)
        from openpyxl import load_workbook
    except ImportError:
        raise SheetError("Workbooks need the extra 'import': pip install 'familycentre[import]'. "
                         "Or save the sheet as CSV.") from None
    return load_workbook


def _measure(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise SheetError("The workbook is broken or not whole. Save it again as .xlsx.") from None
    names = {part.filename for part in parts}
    if "mimetype" in names and "content.xml" in names:
        raise SheetError("This is an OpenDocument sheet. Save it as .xlsx or as CSV.")
    if "[Content_Types].xml" not in names:
        raise SheetError("This is an archive, but no workbook. Save the sheet as .xlsx.")
    if any(part.flag_bits & 1 for part in parts):
        raise SheetError("The workbook has a password. Save it without one.")
    size = sum(part.file_size for part in parts)
    if size > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise SheetError(f"Unpacked, the workbook would have {size // MEGABYTE} MB in {len(parts)} "
                         f"parts; at most {LARGEST_UNPACKED // MEGABYTE} MB in {MOST_PARTS} parts "
                         "are read. Keep only the sheet of the records, and save it again.")


def _unreadable(error: Exception, what: str = "The workbook") -> SheetError:
    if isinstance(error, SheetError):
        return error
    return SheetError(f"{what} is broken ({type(error).__name__}). Open it in Excel or "
                      "LibreOffice and save it again as .xlsx.")
