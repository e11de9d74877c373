"""Prints the medians of Lighthouse's reports in a folder, one line a page, for lighthouse.sh."""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SCORES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time",
         "cumulative-layout-shift", "total-byte-weight")


def main(folder: Path) -> None:
    """Read every report and print a Markdown table."""
    reports: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in sorted(folder.glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        reports[urlsplit(report["finalDisplayedUrl"]).path].append(report)
    print("| page | performance | accessibility | best practices | seo "
          "| FCP ms | LCP ms | TBT ms | CLS | bytes | requests |")
    print("|---" * 11 + "|")
    failed: set[tuple[str, str, str]] = set()
    for page, runs in reports.items():
        scores = [f"{statistics.median(100 * run['categories'][name]['score'] for run in runs):.0f}"
                  for name in SCORES]
        times = [statistics.median(run["audits"][name]["numericValue"] for run in runs)
                 for name in TIMES]
        requests = statistics.median(
            len(run["audits"]["network-requests"]["details"]["items"]) for run in runs)
        shown = [f"{value:.0f}" for value in times[:3]] + [f"{times[3]:.3f}", f"{times[4]:.0f}"]
        print(f"| {page} | {' | '.join([*scores, *shown])} | {requests:.0f} |")
        for run in runs:
            failed |= {(page, name, audit["title"]) for name, audit in run["audits"].items()
                       if audit.get("score") is not None and audit["score"] < 0.9}
    for page, name, title in sorted(failed):
        print(f"below 0.9: {page} {name}: {title}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
