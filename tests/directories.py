"""A second small county: a whole directory in which every field of the contract stands once.

It is written as an editor would write it, without a single problem on :data:`TODAY`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

TODAY = datetime.date(2026, 11, 20)
"""A Friday in ISO week 47."""

DIRECTORY = """\
name: {fi: Keski-Pohjanmaan perheopas, sv: Familjeguiden i Mellersta Österbotten}
short_name: {fi: Perheopas, sv: Familjeguide}
region: {fi: Keski-Pohjanmaalla, sv: i Mellersta Österbotten}
summary: {fi: Perheiden paikat ja ryhmät., sv: Familjernas platser och grupper.}
keeper: {fi: Esimerkin toimitus, sv: Exempelredaktionen}
counties: ["18"]
municipalities: [Kokkola, Kannus, Kaustby, "584"]
languages: [fi, sv]
links:
  - {name: {fi: Soite, sv: Soite}, county: "18", url: {fi: https://soite.fi, sv: https://soite.fi/sv}}
freshness: {due_months: 6, overdue_months: 12}
sample_notice: {fi: Tämä on esimerkki., sv: Det här är ett exempel.}
quick_exit: https://www.ilmatieteenlaitos.fi/
corrections:
  email: korjaukset@example.org
  url: https://example.org/korjaa
  github: esimerkki/perheopas
school_holidays:
  - {name: {fi: syysloma, sv: höstlov}, municipality: [Kokkola], from: 2026-10-19,
     until: 2026-10-23}
  - {name: {fi: talviloma, sv: sportlov}, from: 2027-03-01, until: 2027-03-05}
horizon_weeks: 26
links_to_place:
  map: ["https://kartta.example.fi/{language}/#{lat}/{lon}"]
  transit: ["https://matka.example.fi/{municipality}?to={address}"]
licence:
  name: CC BY 4.0
  url: {fi: https://creativecommons.org/licenses/by/4.0/deed.fi,
    sv: https://creativecommons.org/licenses/by/4.0/deed.sv}
"""

TASKS = "".join(
    f"- number: {number}\n"
    f"  name: {{fi: Tehtävä {number}, sv: Uppgift {number}}}\n"
    f"  short: {{fi: Arki {number}, sv: Vardag {number}}}\n"
    f"  sentence: {{fi: Saat tukea., sv: Du får stöd.}}\n"
    for number in range(1, 8)
)

SITUATIONS = """\
- id: new-baby
  name: {fi: Meille tuli vauva, sv: Vi har fått en baby}
  sentence: {fi: Et ole yksin., sv: Du är inte ensam.}
  intro: {fi: Tule käymään., sv: Kom på besök.}
  any_of:
    - {tasks: [1, 7], audience: [babies], types: [family_cafe]}
  helplines: [vanhempien-linja]
  keywords: {fi: [vauva], sv: [baby]}
  path: {fi: vauva, sv: baby}
- id: fear
  name: {fi: Pelkään kotona, sv: Jag är rädd hemma}
  sentence: {fi: Apua saa heti., sv: Hjälp finns genast.}
  any_of:
    - {tasks: [6]}
  sensitive: true
  open_places: false
"""

HELPLINES = """\
- id: "112"
  name: {fi: Hätänumero, sv: Nödnumret}
  who_for: {fi: Kaikille., sv: För alla.}
  phone: "112"
  schedule: [{always: true}]
  emergency: true
  topics: [emergency]
- id: vanhempien-linja
  name: {fi: Vanhempien linja, sv: Föräldralinjen}
  who_for: {fi: Vanhemmille., sv: För föräldrar.}
  organiser: perheyhdistys
  phone: "0800 123 45"
  more_phones: ["0800 123 46"]
  url: {fi: https://example.fi/linja, sv: https://example.fi/linjen}
  hours: {fi: arkisin, sv: vardagar}
  schedule:
    - {days: [mon, tue, wed, thu, fri], start: "10:00", end: "14:00"}
  languages: [fi, sv]
  cost: {free: false, note: {fi: Puhelun hinta., sv: Samtalets pris.}}
  on_bill: false
  emergency: false
  topics: [parents, children]
  note: {fi: Saat soittaa nimettömästi., sv: Du kan ringa anonymt.}
  verified: 2026-10-01
  source: {url: https://example.fi, date: 2026}
  chat:
    url: {fi: https://chat.example.fi, sv: https://chat.example.fi/sv}
    hours: {fi: torstaisin klo 18–20, sv: torsdagar kl. 18–20}
    schedule:
      - {days: [thu], start: "18:00", end: "20:00"}
    languages: [fi]
    note: {fi: Jonoa voi olla., sv: Det kan vara kö.}
  keywords: {fi: [vanhemmuus huolettaa], sv: [orolig förälder]}
"""

AREAS = """\
- county: "18"
  id: keski-pohjanmaa
  areas:
    - id: rannikko
      name: {fi: Rannikko, sv: Kusten}
      municipality: [Karleby, Kannus]
      contacts:
        - {role: {fi: Koordinaattori, sv: Koordinator}, email: perhekeskus@example.fi, \
part: coordinator}
    - id: sisamaa
      name: {fi: Sisämaa, sv: Inlandet}
      municipality: Kaustinen
  contacts:
    - {role: {fi: Vaihde, sv: Växel}, phone: "06 826 4111"}
  note: {fi: Esimerkki., sv: Exempel.}
"""

PARISH = """\
type: parish
name: {fi: Esimerkin seurakunta, sv: Exempelförsamlingen}
aliases: [vanha-seurakunta]
summary: {fi: Seurakunta., sv: Församling.}
business_id: "1234567-8"
url: https://seurakunta.example.fi
contacts: [{phone: "06 123 4567"}]
themes: [family_forms, leisure]
sensitive: false
verified: 2026-09-01
source: {url: https://seurakunta.example.fi/tietoa, date: 2026-06-10}
"""

ORGANISATIONS = """\
- {id: soite, type: county, name: {fi: Soite, sv: Soite}}
- {id: perheyhdistys, type: ngo, name: {fi: Perheyhdistys, sv: Familjeföreningen}}
"""

CAFE = """\
type: family_cafe
name: {fi: Perhekahvila Kokko, sv: Familjecafé Kokko}
aliases: [vanha-kahvila]
summary: {fi: Leikkiä ja kahvia., sv: Lek och kaffe.}
description:
  fi: |
    Tule **sellaisena kuin olet**.

    - leluja
    - [lisää](https://example.fi)
  sv: Kom som du är.
tasks: [7, 2]
situations: [new-baby]
organiser: esimerkin-seurakunta
partners: [perheyhdistys]
municipality: Kokkola
nationwide: false
address:
  street: {fi: Esimerkkikatu 1, sv: Exempelgatan 1}
  postcode: "67100"
  post_office: {fi: Kokkola, sv: Karleby}
  hidden: false
location: {lat: 63.8403, lon: 23.1339}
arrival: {fi: Ovi pihalta., sv: Dörren på gården.}
contacts:
  - role: {fi: Yhteyshenkilö, sv: Kontaktperson}
    phone: "+358 6 123 4567"
    email: kahvila@example.fi
    url: {fi: https://example.fi/kahvila, sv: https://example.fi/cafe}
    hours: {fi: arkisin, sv: vardagar}
    note: {fi: Soita ensin., sv: Ring först.}
schedule:
  - {days: [mon, thu], start: "09:30", end: "12:00", from: 2026-08-10, until: 2026-12-18,
     weeks: odd, note: {fi: suomeksi, sv: på finska}}
  - {date: 2026-11-28, start: "10:00", end: "14:00"}
  - {days: [wed], start: "17:00", end: "19:00", of_month: [first, last]}
  - {days: [sat], start: "10:00", end: "12:00", from: 2026-09-12, every: 3}
exceptions:
  - {from: 2026-12-21, until: 2027-01-06, closed: true, note: {fi: joulu, sv: jul}}
  - {date: 2026-11-30, start: "10:00", end: "11:00"}
  - {on: public_holidays, closed: true}
  - {on: eves, start: "10:00", end: "11:00"}
  - {on: school_holidays, closed: true}
ages: {min: 0, max: 6, months: false}
audience: [babies, families]
openness: open
registration: {required: false, url: https://example.fi/ilmo, until: 2026-12-01,
  note: {fi: Ei tarvitse., sv: Behövs inte.}}
referral: false
cost: {free: true, note: {fi: Kahvi 1 €., sv: Kaffe 1 €.}}
languages: [fi, sv]
support_level: universal
remote: false
accessibility: [step_free, pram_access]
accessibility_note: {fi: Ramppi takana., sv: Ramp bakom huset.}
first_visit: {fi: Joku tulee vastaan., sv: Någon möter dig.}
space_for_ngos:
  available: true
  booking: {fi: Kysy soittamalla., sv: Ring och fråga.}
  cost: {fi: Maksuton., sv: Gratis.}
criteria: {linked: true, planned: true, coordinated: true, accessible: true, community: true,
  support: partly, guidance: false, competence: true, assessed: 2026-09-15,
  note: {fi: Ensin tiedotus., sv: Först information.}}
sensitive: false
status: active
keywords: {fi: [kahvila, leikki], sv: [lek]}
verified: 2026-10-01
updated: 2026-10-15
source: {url: https://example.fi, date: 2025-06, note: {fi: Esimerkki., sv: Exempel.}}
"""

FATHERS = """\
type: fathers
name: {fi: Isät, sv: Pappor}
summary: {fi: Isät tapaavat., sv: Pappor träffas.}
tasks: [5, 4]
organiser: perheyhdistys
areas: [rannikko]
contacts: [{email: isat@example.fi}]
schedule: [{text: {fi: kerran kuussa, sv: en gång i månaden}}]
openness: closed
referral: true
referral_note: {fi: Neuvolasta., sv: Från rådgivningen.}
languages: [fi]
remote: both
places: 8
meetings: {count: 10, note: {fi: joka toinen viikko, sv: varannan vecka}}
verified: 2026-11-20
waiting: {weeks: 6, told: 2026-11-02, note: {fi: Soitamme sinulle., sv: Vi ringer dig.}}
"""

SHELTER = """\
type: shelter
name: {fi: Turvakoti, sv: Skyddshemmet}
summary: {fi: Turvaa yötä päivää., sv: Skydd dygnet runt.}
tasks: [6]
organiser: perheyhdistys
areas: [keski-pohjanmaa]
address: {hidden: true}
contacts: [{phone: "06 765 4321"}]
schedule: [{always: true}]
languages: [fi, sv, fse]
sensitive: true
verified: 2026-06-01
"""

COUNSELLING = """\
type: family_counselling
name: {fi: Perheneuvola, sv: Familjerådgivningen}
summary: {fi: Puhutaan yhdessä., sv: Vi pratar tillsammans.}
tasks: [3, 1]
organiser: soite
municipality: [Kannus, "236"]
contacts: [{phone: "06 111 2222"}]
schedule: [{by_appointment: true}]
languages: [fi, sv]
verified: 2026-08-01
waiting: {weeks: 0, told: 2026-11-20}
"""

NETWORK = """\
name: {fi: Perheverkosto, sv: Familjenätverket}
level: county
task: {fi: Yhteinen työ., sv: Gemensamt arbete.}
goal: {fi: Kukaan ei jää yksin., sv: Ingen lämnas ensam.}
role: {fi: ohjaava, sv: styrande}
tasks: [2, 7]
themes: [culture, sport]
municipality: [Kokkola]
areas: [sisamaa]
nationwide: false
convener: soite
coordinators: [{organisation: perheyhdistys, role: {fi: Järjestöt, sv: Organisationerna}}]
members: [soite, perheyhdistys, esimerkin-seurakunta]
member_count: 12
ngo_representation:
  by: {fi: Perheyhdistys, sv: Familjeföreningen}
  chosen: {fi: Järjestöt valitsevat., sv: Organisationerna väljer.}
  term: {fi: kaksi vuotta, sv: två år}
rhythm: {fi: neljästi vuodessa, sv: fyra gånger om året}
how_to_join: {fi: Kirjoita meille., sv: Skriv till oss.}
contacts: [{email: verkosto@example.fi}]
sensitive: false
"""

EVERYDAY = """\
# Arjen sanoja
perhetupa: [perhekahvila]
isukki: [isät]
mies lyö: [turvakoti]
"""

VARDAGLIGT = """\
familjestuga: [familjecafé]
perhekahvila: [familjecafé]
"""

FILES: Mapping[str, str] = {
    "directory.yml": DIRECTORY,
    "tasks.yml": TASKS,
    "situations.yml": SITUATIONS,
    "helplines.yml": HELPLINES,
    "areas.yml": AREAS,
    "organisations/esimerkin-seurakunta.yml": PARISH,
    "organisations/muut.yaml": ORGANISATIONS,
    "meeting_places/perhekahvila-kokko.yml": CAFE,
    "peer_groups/isat.yml": FATHERS,
    "ngo_services/pesa.yml": SHELTER,
    "public_services/perheneuvola.yml": COUNSELLING,
    "networks/perheverkosto.yml": NETWORK,
    "synonyms/fi.yml": EVERYDAY,
    "synonyms/sv.yml": VARDAGLIGT,
}
"""Every file of the second county by its path in the data folder."""

GROUP: Mapping[str, str] = {
    "type": "mothers",
    "name": "{fi: Äidit, sv: Mammor}",
    "summary": "{fi: Tule mukaan., sv: Kom med.}",
    "tasks": "[7]",
    "municipality": "Kokkola",
}
"""The five lines that a peer group must have, in order."""


EDITOR = """\
editor:
  github: esimerkki/perheopas
  branch: main
  folder: data
  review: false
  sign_in: https://kirjautuminen.example.fi
"""
"""What directory.yml says when there is a browser editor."""


def write_second_county(folder: Path) -> Path:
    """Write the second county's data into *folder*."""
    for path, text in FILES.items():
        write(folder / path, text)
    return folder


def write(path: Path, content: str | bytes) -> None:
    """Write a file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def group(**lines: str | None) -> str:
    """A peer group of five lines; other lines replace one, follow after them, or leave it out."""
    merged = {**GROUP, **lines}
    return "".join(f"{name}: {value}\n" for name, value in merged.items() if value is not None)
