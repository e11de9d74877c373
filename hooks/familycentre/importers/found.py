"""What a reader of foreign records hands over: a record found, or one refused, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

What = Literal["taken", "changed", "dropped"]
"""taken: as it stood; changed: said otherwise than the source; dropped: not in the record."""

FROM = "from:"
"""Before a source's identifier where our contract wants the id of an organisation (``organiser``,
``partners``): ``from:1234`` means the organisation with that ``source_id``. Plain ids stay."""


@dataclass(frozen=True)
class Note:
    """What became of one field of the source, and why."""

    field: str
    """Dotted name; of the source when dropped, else of our record, such as ``contacts.0.phone``."""
    what: What
    why: str
    """One sentence for the person who imports; never a secret or a person's name."""


@dataclass(frozen=True)
class Found:
    """A foreign record in the shape of our YAML."""

    source: str
    """The importer's name, such as ``ptv``."""
    source_id: str
    """The source's own identifier: stable from import to import."""
    kind: str
    """The folder it belongs to, such as ``peer_groups``."""
    record: dict[str, Any]
    """Fields as in docs/reference/fields.md, of plain YAML types: texts by language, dates as
    "2026-08-10". ``id`` is a wish; without it, one is made of the name."""
    notes: tuple[Note, ...] = ()
    joined: tuple[str, ...] = ()
    """Identifiers of further records of the source that went into this one."""


@dataclass(frozen=True)
class Refused:
    """A foreign record that cannot become one of ours."""

    source: str
    source_id: str
    """Its identifier or, when it has none, its place, such as ``events.csv row 12``."""
    why: str
    """One sentence: what is wrong and what would be right."""
    broken: bool = False
    """Whether it could not be read: then nobody can say what has vanished from the source."""
