"""How long an import of many records takes, and how much memory: first, and again with changes.

``python benchmarks/importing.py [--records 20000]``

PTV services in pages of 500 are written into a folder, imported into an empty directory, then a
tenth of them is changed and everything is imported again. Then a workbook of as many rows, filled
in like the sample's records, is imported into the sample. Budget: 20,000 records in 60 s and 1 GB.
Each import runs in a process of its own, so that its peak memory is its own. Judged by the
processor's seconds, which an idle machine takes as well: one process, and little waiting for files.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "hooks")]

from tests.importing import TODAY, directory, place, service, texts  # noqa: E402

SECONDS, MEGABYTES = 60, 1000
PAGE = 500
WORDS = ("Perhetyö", "Perheneuvonta", "Neuvola", "Tukiperhe", "Perhekahvila", "Kotipalvelu",
         "Avoin päiväkoti", "Vertaisryhmä")
TOWNS = ("529", "202", "853", "423", "538", "577", "680", "704", "734", "761")


def main() -> int:
    """Measure, print, and fail when the budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        name, source, data = chosen.child
        return child(name, Path(source), Path(data))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = directory(folder, ["05"])
        source = folder / "source"
        source.mkdir()
        write(source, chosen.records, changed=False)
        size = sum(path.stat().st_size for path in source.iterdir()) // 10**6
        print(f"{chosen.records:,} services in {size} MB of JSON")
        ok = measure("first import", source, data)
        ok &= measure("again, nothing changed", source, data)
        write(source, chosen.records, changed=True)
        ok &= measure("again, a tenth changed", source, data)
        print(f"{sum(1 for _ in data.glob('public_services/*.yml')):,} files")
        rows = fill(folder / "rows.xlsx", chosen.records)
        ok &= measure("workbook", rows, shutil.copytree(ROOT / "data", folder / "sample"),
                      "spreadsheet")
    return 0 if ok else 1


def write(folder: Path, count: int, *, changed: bool) -> None:
    """Pages of services, every fourth with a place."""
    items: list[dict[str, Any]] = [one for number in range(count) for one in made(
        number, changed=changed and number % 10 == 0)]
    for at in range(0, len(items), PAGE):
        (folder / f"{at:07}.json").write_text(json.dumps(
            {"pageNumber": at // PAGE + 1, "itemList": items[at:at + PAGE]}, ensure_ascii=False),
            encoding="utf-8")


def made(number: int, *, changed: bool) -> list[dict[str, Any]]:
    """A service as wordy as the real ones."""
    word, town = WORDS[number % len(WORDS)], TOWNS[number % len(TOWNS)]
    end = " Uusi tieto." if changed else ""
    long = f"{word} {number} auttaa perheitä, kun arki painaa. " * 12
    described = [*texts({"fi": f"{word} numero {number} auttaa perhettä.{end}",
                         "sv": f"Tjänst nummer {number} hjälper familjen."}, "Summary"),
                 *texts({"fi": long, "sv": long}, "Description")]
    whole = service(
        f"s-{number:06}", serviceNames=texts({"fi": f"{word} {number:x}", "sv": f"Tjänst {number}"},
                                             "Name"),
        serviceDescriptions=described, targetGroups=[{"code": "KR1.2"}], areas=[{
            "type": "Municipality", "municipalities": [{"code": town, "name": texts(
                {"fi": "x"})}]}], ontologyTerms=[{"name": texts({"fi": "sana " * 40})}] * 10)
    if number % 4:
        return [whole]
    hours = [{"serviceHourType": "DaysOfTheWeek", "openingHour": [
        {"dayFrom": "Monday", "dayTo": "Friday", "from": "09:00:00", "to": "15:00:00"}]}]
    return [whole, place(f"c-{number:06}", [f"s-{number:06}"], serviceHours=hours, phoneNumbers=[
        {"type": "Phone", "prefixNumber": "+358", "number": f"2{number:07}", "language": "fi"}])]


def fill(path: Path, count: int) -> Path:
    """A workbook with the sample's records over and over, each with a name and id of its own."""
    from openpyxl import Workbook

    from familycentre.loading import load_records
    from familycentre.problems import Problems
    from familycentre.template import workbook

    sheet = workbook(load_records(ROOT / "data", Problems()), "fi", with_records=True).worksheets[1]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = [row for row in rows if any(row)]
    own = [at for at, title in enumerate(head)
           if title in ("Nimi suomeksi", "Nimi ruotsiksi", "Tunnus")]
    book = Workbook(write_only=True)
    many = book.create_sheet("Tiedot")
    many.append(head)
    for number in range(count):
        row = rows[number % len(rows)]
        many.append([f"{cell}-{number}" if cell and at in own else cell
                     for at, cell in enumerate(row)])
    book.save(path)
    return path


def measure(what: str, source: Path, data: Path, name: str = "ptv") -> bool:
    """One import in a process of its own; whether it keeps the budget."""
    start = time.monotonic()
    done = subprocess.run([sys.executable, __file__, "--child", name, str(source), str(data)],
                          capture_output=True, text=True, check=True)
    seconds = time.monotonic() - start
    used, busy, counts = done.stdout.strip().split("\n")[-1].split("|", 2)
    print(f"{what}: {seconds:.1f} s ({busy} s of processor), {used} MB; {counts}")
    return float(busy) <= SECONDS and int(used) <= MEGABYTES


def child(name: str, source: Path, data: Path) -> int:
    """Import; the last line is the peak of memory in MB, the processor's seconds and the counts."""
    import contextlib
    import io

    from familycentre.cli import main as command

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = command(["import", name, str(source), "--into", str(data), "--today", TODAY])
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{usage.ru_maxrss // 1024}|{usage.ru_utime + usage.ru_stime:.1f}|"
          f"{said.getvalue().splitlines()[0]}")
    return code


if __name__ == "__main__":
    sys.exit(main())
