"""Single values: what is taken as it is, what is tidied and what is refused."""

from __future__ import annotations

import datetime
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from familycentre import values


def taken(kind: Any, value: Any) -> Any:
    return TypeAdapter(kind).validate_python(value, strict=True)


def refused(kind: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        taken(kind, value)
    return caught.value.errors()[0]["type"]


@pytest.mark.parametrize(("kind", "value", "result"), [
    (values.Slug, "a", "a"), (values.Slug, "112", "112"), (values.Slug, "a-1-b", "a-1-b"),
    (values.Slug, "a" * 80, "a" * 80),
    (values.Postcode, "02770", "02770"), (values.Postcode, 67100, "67100"),
    (values.Line, "  hei ", "hei"), (values.Line, "a\u0308iti", "äiti"),
    (values.Line, "1 < 2 <3", "1 < 2 <3"),
    (values.Line, "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    (values.Line, "yhteis\u00adtyö", "yhteis\u00adtyö"), (values.Line, "a" * 200, "a" * 200),
    (values.Prose, "a\n\n- b", "a\n\n- b"),
    (values.Text, {"fi": "a", "sv": "b"}, {"fi": "a", "sv": "b"}),
    (values.Text, {"smn": "a", "fse": "b"}, {"smn": "a", "fse": "b"}),
    (values.Date, "2028-02-29", datetime.date(2028, 2, 29)),
    (values.PartialDate, 2025, "2025"), (values.PartialDate, "2025-06", "2025-06"),
    (values.PartialDate, "2025-06-10", "2025-06-10"),
    (values.Time, "9:30", "09:30"), (values.Time, "00:00", "00:00"), (values.Time, "24:00",
     "24:00"),
    (values.Url, "https://example.fi", "https://example.fi"),
    (values.Url, " http://example.fi:8080/a?b=c#d ", "http://example.fi:8080/a?b=c#d"),
    (values.Url, "https://pöytyä.fi/äö", "https://pöytyä.fi/äö"),
    (values.Link, "https://example.fi", {"all": "https://example.fi"}),
    (values.Link, {"all": "https://example.fi"}, {"all": "https://example.fi"}),
    (values.Link, {"fi": "https://a.fi"}, {"fi": "https://a.fi"}),
    (values.Email, "perhe.keskus+1@sub.example.fi", "perhe.keskus+1@sub.example.fi"),
    (values.Phone, "112", "112"), (values.Phone, "116 117", "116 117"), (values.Phone, 112, "112"),
    (values.Phone, "09 123 4567", "09 123 4567"), (values.Phone, "+46 8 123 456 78",
     "+46 8 123 456 78"),
    (values.Phone, "(06) 826-4111", "(06) 826-4111"), (values.Phone, "0800 123 45", "0800 123 45"),
    (values.Municipalities, "Espoo", ["Espoo"]), (values.Municipalities, 49, ["049"]),
    (values.Municipalities, ["Espoo", 91], ["Espoo", "091"]),
    (values.Municipalities, "Ja\u0308msa\u0308", ["Jämsä"]),
    (values.TaskNumbers, [7, 2], [7, 2]), (values.TaskNumbers, list(range(1, 8)), list(range(1,
     8))),
])
def test_taken(kind: Any, value: Any, result: Any) -> None:
    assert taken(kind, value) == result


@pytest.mark.parametrize(("kind", "value", "code"), [
    *((values.Slug, value, "bad-id") for value in
      ["", "A", "ä", "a b", "-a", "a-", "a--b", "a_b", "a.b", "a/b", "a\n", "a" * 81, 1, None]),
    *((values.Postcode, value, "bad-postcode") for value in
      ["0277", "027700", "O2770", "٠٢٧٧٠", " 02770", 2770, True, None]),
    *((values.Line, value, "bad-text") for value in
      ["", " ", "a\nb", "<b>", "</b>", "<!doctype", "<b", "<?php", "a\u200bb", "\u202e", "\ufeffa",
       "\x9b", "\x7f", "\ud800", "\uffff", "a" * 201]),
    *((values.Line, value, "wrong-type") for value in [1, 1.5, True, None, ["a"]]),
    *((values.Prose, value, "bad-text") for value in ["a\tb", "a" * 5001, "<script>"]),
    (values.Text, {}, "bad-text"), (values.Text, "a", "wrong-type"), (values.Text, None,
     "wrong-type"),
    (values.Text, {"fin": "a"}, "literal_error"),
    *((values.Date, value, "bad-date") for value in
      ["2027-02-29", "2026-13-01", "26-01-01", "2026-01-01T10:00", "1989-12-31", "2101-01-01", 2026,
       "", None]),
    *((values.PartialDate, value, "bad-date") for value in ["2025-00", "1850", 25, "2025-6", True]),
    *((values.Time, value, "bad-time") for value in
      ["930", "9.30", "24:01", "12:60", "-1:00", "12:00:00", "12:0", " 12:00", 12, None]),
    *((values.Url, value, "bad-url") for value in
      ["", "example.fi", "https://", "https://a", "https://.fi", "https://a..fi", "https:a.fi",
       "https://@a.fi", "https://a:b@c.fi", "https://a.fi/\u202e", "https://a.fi/\u00a0b",
       "tel:112",
       "https://a.fi/" + "a" * 2000, "https://[::1]/", "https://a.fi:x/", "https://a.fi\\@b.fi", 1,
       None]),
    (values.Link, {}, "wrong-type"), (values.Link, [], "wrong-type"),
    (values.Link, {"xx": "https://a.fi"}, "unknown-value"),
    (values.Link, {"fi": "javascript:x"}, "bad-url"),
    *((values.Email, value, "bad-email") for value in
      ["", "a", "a@b", "a@b.f", "a@-b.fi", "@b.fi", "a@@b.fi", "a b@c.fi", "a@b.fi\n", "ä@b.fi",
       "a@b.fi,c@d.fi", 1, None]),
    *((values.Phone, value, "bad-phone") for value in
      ["", "soita", "1", "+", "09 123 4567 p. 2", "tel:112", "+358 9 1234567 tai 112", 1.5, True,
       "0" * 40, None]),
    (values.Municipalities, "", "wrong-type"), (values.Municipalities, [None], "wrong-type"),
    (values.TaskNumbers, [1, 1], "conflict"), (values.TaskNumbers, [], "too_short"),
    (values.TaskNumbers, [8], "less_than_equal"), (values.TaskNumbers, [True], "int_type"),
])
def test_refused(kind: Any, value: Any, code: str) -> None:
    assert refused(kind, value) == code


def test_the_two_lists_of_languages_are_one() -> None:
    assert get_args(values.Language) == values.LANGUAGES
    assert len(set(values.LANGUAGES)) == len(values.LANGUAGES)


def test_weekdays_are_in_the_order_of_the_calendar() -> None:
    assert get_args(values.Weekday) == values.WEEKDAYS
    assert values.WEEKDAYS[datetime.date(2026, 11, 20).weekday()] == "fri"
