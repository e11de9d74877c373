"""Records whose times differ from day to day, beside the second county."""

from __future__ import annotations

from pathlib import Path

from tests.directories import group, write, write_second_county

CAFE = """\
type: family_cafe
name: {{fi: {name}, sv: {name}}}
summary: {{fi: Tule kahville., sv: Kom på kaffe.}}
tasks: [7]
municipality: Kokkola
"""
RECORDS = {
    # A season that ends on Thursday 17 December; confirmed.
    "torstaikahvila": CAFE.format(name="Torstaikahvila") + """\
schedule:
  - {days: [thu], start: "09:30", end: "12:00", from: 2026-08-13, until: 2026-12-17,
     note: {fi: ylhäällä, sv: uppe}}
exceptions: [{on: public_holidays, closed: true}]
languages: [fi]
cost: {free: true}
verified: 2026-11-01
""",
    # Every day for ever, closed on holidays; nobody has confirmed it.
    "arkitupa": CAFE.format(name="Arkitupa") + """\
schedule:
  - {days: [mon, tue, wed, thu, fri, sat, sun], start: "10:00", end: "16:00"}
exceptions:
  - {on: public_holidays, closed: true}
  - {date: 2026-11-27, start: "12:00", end: "13:00", note: {fi: kokous, sv: möte}}
  - {from: 2026-12-28, until: 2026-12-31, closed: true, note: {fi: loma, sv: ledigt}}
""",
    # Says nothing of holidays.
    "sunnuntaitupa": CAFE.format(name="Sunnuntaitupa") + """\
schedule: [{days: [sun], start: "12:00", end: "14:00"}]
""",
    # Past midnight, and one date of its own.
    "iltatupa": CAFE.format(name="Iltatupa") + """\
schedule:
  - {days: [fri], start: "22:00", end: "01:30"}
  - {date: 2026-11-29, start: "18:00", end: "19:00"}
verified: 2026-11-01
""",
}


def write_calendar_county(folder: Path) -> Path:
    """Write the second county with these records into *folder*."""
    write_second_county(folder)
    for name, text in RECORDS.items():
        write(folder / "meeting_places" / f"{name}.yml", text)
    write(folder / "peer_groups" / "pelko.yml", group(
        tasks="[6]", schedule='[{days: [thu], start: "10:00", end: "11:00"}]'))
    return folder
