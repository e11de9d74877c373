"""Words and labels: whole in every language, and one for every choice."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import pytest
from markupsafe import Markup

from familycentre.language import labels, words
from familycentre.language.sorting import capitalize_first, initial, letter_slug, sort_key
from familycentre.language.speaker import Speaker, mail_link, phone_link
from familycentre.model import choices
from familycentre.values import LANGUAGES, WEEKDAYS

FI, SV = Speaker("fi", ("sv",)), Speaker("sv", ("fi",))


def keys(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from keys(inside, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from keys(inside, f"{path}[{index}]")
    else:
        yield path


def test_every_language_has_the_same_words_and_labels() -> None:
    assert sorted(keys(words("fi"))) == sorted(keys(words("sv")))
    assert sorted(keys(labels("fi"))) == sorted(keys(labels("sv")))


GROUPS = {
    "MeetingPlaceType": "meeting_place_type", "PeerGroupType": "peer_group_type",
    "ServiceType": "service_type", "Audience": "audience", "Accessibility": "accessibility",
    "Openness": "openness", "SupportLevel": "support_level", "Status": "status",
    "OrganisationType": "organisation_type", "Theme": "theme", "NetworkLevel": "network_level",
    "MonthWeek": "of_month", "ExceptionRule": "exception_on", "ContactPart": "contact_part",
}


def test_every_closed_list_has_a_group_of_labels() -> None:
    lists = {name for name in vars(choices) if typing.get_origin(getattr(choices, name))
             is typing.Literal}
    assert lists == set(GROUPS), "name the new list's group of labels.yml in GROUPS"


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("name", GROUPS)
def test_every_choice_has_a_label(name: str, language: str) -> None:
    wanted = set(typing.get_args(getattr(choices, name)))
    assert set(labels(language)[GROUPS[name]]) == wanted


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_language_and_weekday_has_a_name(language: str) -> None:
    assert set(labels(language)["language"]) == set(LANGUAGES)
    for group in ("weekday", "weekday_short", "weekday_habit", "weekday_on"):
        assert set(labels(language)[group]) == set(WEEKDAYS)


def test_names_sort_as_in_finnish_and_swedish() -> None:
    names = ["Öja", "Zonta", "Åbo", "Aa", "Ähtäri", "Marja", "”Aamu”", "Zebra", "Éva"]
    assert sorted(names, key=sort_key) == [
        "Aa", "”Aamu”", "Éva", "Marja", "Zebra", "Zonta", "Åbo", "Ähtäri", "Öja"]


@pytest.mark.parametrize(("name", "letter", "slug"), [
    ("”Aamu”", "A", "a"), ("Åbo", "Å", "aa"), ("Ähtäri", "Ä", "ae"), ("Öja", "Ö", "oe"),
    ("3 karhua", "#", "0-9"), ("…", "#", "0-9"),
])
def test_a_name_stands_under_its_first_letter(name: str, letter: str, slug: str) -> None:
    assert initial(name) == letter
    assert letter_slug(letter) == slug


def test_capital_letters_leave_markup_alone() -> None:
    assert capitalize_first("ja") == "Ja"
    assert capitalize_first(Markup("<b>ja</b>")) == "<b>ja</b>"


@pytest.mark.parametrize(("number", "link"), [
    ("112", "tel:112"), ("+358 112", "tel:112"), ("116 117", "tel:116117"),
    ("09 123 4567", "tel:+35891234567"), ("+358 9 123 4567", "tel:+35891234567"),
    ("0800 96 116", "tel:+35880096116"), ("080 005 005", "tel:+35880005005"),
])
def test_a_number_becomes_a_link_that_can_be_called(number: str, link: str) -> None:
    assert phone_link(number) == link


def test_mail_drafts_are_escaped() -> None:
    assert mail_link("a@b.fi", "Ä & x", "rivi\nrivi") == (
        "mailto:a@b.fi?subject=%C3%84%20%26%20x&body=rivi%0D%0Arivi")


def test_a_text_of_another_language_says_so() -> None:
    assert FI.say({"sv": "a & b"}) == '<span lang="sv">a &amp; b</span>'
    assert SV.say({"sv": "a & b"}) == "a &amp; b"


@pytest.mark.parametrize(("text", "first"), [
    ("Tule käymään meillä. Kahvia on.", "Tule käymään meillä."),
    ("Tule esim. Tapiolaan. Kahvia on.", "Tule esim. Tapiolaan."),
    ("Hei. Tervetuloa mukaan.", "Hei. Tervetuloa mukaan."),
    ("Vain yksi", "Vain yksi"),
])
def test_a_card_shows_the_first_sentence(text: str, first: str) -> None:
    assert FI.first_sentence({"fi": text}) == first


def test_days_in_a_row_become_a_range() -> None:
    assert FI.weekdays(["mon", "tue", "wed"]) == "ma–ke"
    assert SV.weekdays(["mon", "thu"]) == "måndagar och torsdagar"
