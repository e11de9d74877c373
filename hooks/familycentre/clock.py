"""The only place that looks at the clock."""

from __future__ import annotations

import datetime
import os
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


def reference_day() -> datetime.date:
    """Today in Finland, or the day of ``SOURCE_DATE_EPOCH`` (seconds since 1970, UTC).

    https://reproducible-builds.org/specs/source-date-epoch/. Raises ValueError when it is set to
    something else than a number of a day that exists.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        if not epoch.isascii() or not epoch.isdigit():
            raise ValueError(f"SOURCE_DATE_EPOCH must be a number of seconds, not {epoch!r}")
        try:
            moment = datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC)
            return moment.astimezone(HELSINKI).date()
        except (OverflowError, OSError, ValueError):
            raise ValueError(f"SOURCE_DATE_EPOCH is too far away: {epoch[:40]}") from None
    return datetime.datetime.now(tz=HELSINKI).date()
