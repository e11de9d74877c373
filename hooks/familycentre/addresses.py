"""Addresses of pages: fixed words in each language, folders that end in a slash."""

from __future__ import annotations

from functools import lru_cache

SEGMENTS: dict[str, dict[str, str]] = {
    "find": {"fi": "haku", "sv": "sok"},
    "meeting_place": {"fi": "kohtaamispaikat", "sv": "motesplatser"},
    "peer_group": {"fi": "vertaisryhmat", "sv": "kamratstodsgrupper"},
    "ngo_service": {"fi": "jarjestojen-palvelut", "sv": "organisationernas-tjanster"},
    "public_service": {"fi": "julkiset-palvelut", "sv": "offentliga-tjanster"},
    "organisations": {"fi": "jarjestot", "sv": "organisationer"},
    "tasks": {"fi": "tehtavat", "sv": "uppgifter"},
    "task": {"fi": "tehtava", "sv": "uppgift"},
    "situations": {"fi": "elamantilanteet", "sv": "livssituationer"},
    "municipalities": {"fi": "kunnat", "sv": "kommuner"},
    "nationwide": {"fi": "koko-suomi", "sv": "hela-finland"},
    "az": {"fi": "aakkoset", "sv": "a-o"},
    "week": {"fi": "tapahtuu", "sv": "pa-gang"},
    "help": {"fi": "apua", "sv": "hjalp"},
    "device": {"fi": "laite", "sv": "enhet"},
    "offline": {"fi": "ei-verkkoa", "sv": "utan-nat"},
    "professionals": {"fi": "ammattilaisille", "sv": "for-yrkespersoner"},
    "freshness": {"fi": "ajantasaisuus", "sv": "aktualitet"},
    "networks": {"fi": "verkostot", "sv": "natverk"},
    "contacts": {"fi": "yhteyshenkilot", "sv": "kontaktpersoner"},
    "premises": {"fi": "tilat", "sv": "lokaler"},
    "coverage": {"fi": "kartoitus", "sv": "kartlaggning"},
    "take_part": {"fi": "osallistu", "sv": "delta"},
    "embeds": {"fi": "upota", "sv": "badda-in"},
    "my_list": {"fi": "lista", "sv": "lista"},
    "page": {"fi": "sivu", "sv": "sida"},
}
"""The words of addresses. They are promises: changing one breaks links that families saved."""


FEEDS = {"meeting_place": "place", "peer_group": "group", "ngo_service": "service",
         "public_service": "service"}
"""Folder of the calendar of a record of each kind, below ``feeds/``."""


def feed(folder: str, name: str, language: str, ending: str = "ics") -> str:
    """Address of a feed: ``feeds/place/perhekahvila.fi.ics``.

    *folder* is a value of FEEDS with a record's id, ``municipality`` with its slug in the language
    (and ``-SEGMENT`` of a kind after it), or ``kind`` with the kind's segment.
    """
    return f"feeds/{folder}/{name}.{language}.{ending}"


def qr(name: str, language: str) -> str:
    """Address of the QR picture of a record's page: ``qr/perhekahvila.fi.svg``."""
    return f"qr/{name}.{language}.svg"


def address(language: str, *parts: str) -> str:
    """``fi/kohtaamispaikat/x/`` from the language and the folders below it."""
    return "/".join((language, *parts)) + "/"


def relative(here: str, there: str) -> str:
    """Relative link from one address to another; addresses are folders, or files at the top.

    Both are given from the site's root without a leading slash; ``""`` is the root itself.
    """
    for above, up in ladder(here):
        if there.startswith(above):
            return up + there[len(above):] or "./"
    raise AssertionError("the root is above everything")


@lru_cache(maxsize=1)  # a page's links are asked for together
def ladder(here: str) -> tuple[tuple[str, str], ...]:
    """The folders above an address, the nearest first, with the steps up to each."""
    folders = here.split("/")[:-1]
    return tuple(("".join(f"{one}/" for one in folders[:depth]), "../" * (len(folders) - depth))
                 for depth in range(len(folders), -1, -1))
