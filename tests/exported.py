"""The open data of a data folder, made without a whole build."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.directories import FILES, TODAY, write, write_second_county

from familycentre.build import Places, start
from familycentre.exports.files import open_data
from familycentre.render import Site
from familycentre.settings import Settings

DAY = datetime.date(2026, 11, 22)
DOORS = """\
address: {street: {fi: Qvoltskuja 77, sv: Qvoltsgränden 77}, postcode: "67100"}
location: {lat: 63.8181818, lon: 23.2727272}
arrival: {fi: Ovikoodi Xylbertti, sv: Dörrkoden Xylbertti}
"""
ODD = """\
type: mothers
name: {fi: "=HYPERLINK(1)", en: "'+Mothers"}
summary: {sv: "@Kom med; ta med \\"allt\\", också & < >", en: "-1"}
description: {fi: "Yksi\\n\\nkaksi\\n\\nkolme", en: Only English here}
tasks: [7, 5, 2]
organiser: perheyhdistys
areas: [rannikko, keski-pohjanmaa]
contacts:
  - {phone: "+358 6 123 4567", email: aiti.esimerkki@gmail.com}
  - {email: isa.esimerkki@hotmail.com}
  - {role: {en: Desk}, url: {en: https://example.fi/en}, note: {fi: "@soita", sv: Ring}}
  - {url: https://example.fi/all, hours: {so: maanta}}
schedule:
  - {days: [sun, mon], start: "22:00", end: "02:00", of_month: [last, fifth, first],
     note: {so: hal}}
  - {days: [tue], from: 2026-09-01, every: 2, until: 2026-12-31}
  - {days: [wed, fri], start: "10:00", weeks: even}
  - {always: true, note: {fi: yölläkin}}
  - {by_appointment: true}
  - {text: {en: when it suits}, from: 2026-10-01}
exceptions:
  - {on: eves, closed: true}
  - {date: 2026-12-01, start: "09:00", end: "10:00", note: {en: shorter, fi: lyhyempi}}
ages: {min: 0, max: 11, months: true}
audience: [mothers, babies]
openness: targeted
registration: {required: true, url: {sv: https://example.fi/sv}, until: 2026-12-31}
referral: true
referral_note: {sv: Från rådgivningen.}
cost: {free: false}
languages: [so, fi]
support_level: early
remote: true
keywords: {fi: ["a;b", "=c"], so: [hooyo]}
status: paused
aliases: [mammat, mammorna]
verified: 2026-11-01
updated: 2026-11-02
waiting: {weeks: 3, told: 2026-05-01}
source: {url: https://example.org/x, date: 2025-06, note: {fi: Zzpiilo muistio}}
"""
"""A record with what is hard to carry: formulas, marks, texts in other languages alone."""


def site_of(data: Path, today: datetime.date) -> Site:
    made, _ = start(Places(data, ROOT / "docs", ROOT / "overrides" / "assets",
                           "https://example.org/pk/"), Settings(), today)
    return made


@cache
def sample() -> tuple[Site, dict[str, bytes]]:
    """The repository's own data."""
    made = site_of(ROOT / "data", DAY)
    return made, dict(open_data(made))


def hard(folder: Path) -> tuple[Site, dict[str, bytes]]:
    """The second county with the odd record, and with a sensitive one that gives its door."""
    data = write_second_county(folder / "data")
    write(data / "peer_groups" / "outo.yml", ODD)
    write(data / "ngo_services" / "keskustelu.yml",
          FILES["ngo_services/pesa.yml"].replace("type: shelter", "type: violence_work")
          .replace("address: {hidden: true}\n", DOORS).replace("Turvakoti", "Keskustelu"))
    write(data / "meeting_places" / "loppunut.yml", FILES["meeting_places/perhekahvila-kokko.yml"]
          .replace("status: active", "status: closed").replace("aliases: [vanha-kahvila]\n", ""))
    made = site_of(data, TODAY)
    return made, dict(open_data(made))


def read(files: dict[str, bytes], path: str) -> Any:
    """A JSON file."""
    return json.loads(files[path])


def contents(files: dict[str, bytes], path: str, key: str) -> list[Any]:
    """A list over all its files; *path* is without ``.json``."""
    names = [f"{path}.json", *(f"{path}-{number}.json" for number in range(2, 100))]
    return [one for name in names if name in files for one in read(files, name)[key]]
