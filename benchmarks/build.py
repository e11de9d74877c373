"""How long a site takes to build, how much memory, and what others take for the same pages.

``python benchmarks/build.py [--sizes 300 2000 10000 20000] [--runs 5] [--no-peers]``

For each size a realistic directory is made (``make_directory.py``), built *runs* times into a fresh
folder and then again with one changed record. Beside it, in turns with our own builds, peers make
the same pages (``generators/``). Memory is the sum of what all processes hold alone or share
(PSS), looked at ten times a second. The growth exponent is of 2,000 and the largest size.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "hooks")]

from benchmarks.generators import peers, same_pages  # noqa: E402
from benchmarks.make_directory import EPOCH, TODAY, make  # noqa: E402
from benchmarks.peers import PeerMissingError  # noqa: E402

from familycentre.build import Places, start  # noqa: E402
from familycentre.settings import Settings  # noqa: E402

OURS, BYTES = "this", "the bare bytes"
BASE = 2000
"""Size from which growth is reckoned."""
_STAGE = re.compile(r"INFO +-  ([a-z, ]+): ([\d.]+) s$", re.MULTILINE)
_INSIDE = re.compile(r"processor seconds: (.+)$", re.MULTILINE)


@dataclass
class Taken:
    """What one builder took at one size."""

    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0
    stages: dict[str, float] = field(default_factory=dict)
    """Of the last build, seconds by stage; in all processes where a stage has parts."""

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, BASE, 10_000, 20_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-peers", action="store_true")
    chosen = parser.parse_args()
    found: dict[int, dict[str, Taken]] = {}
    with tempfile.TemporaryDirectory(prefix="build-") as name:
        for size in chosen.sizes:
            folder = Path(name) / str(size)
            found[size] = measure(size, folder, chosen.runs, with_peers=not chosen.no_peers)
            shutil.rmtree(folder)
    growth(found)
    return 0


def measure(size: int, folder: Path, runs: int, *, with_peers: bool) -> dict[str, Taken]:
    """Every builder at one size, in turns."""
    data = folder / "data"
    make(data, size, seed=1)
    commands = prepared(data, folder, size) if with_peers else {}
    taken: dict[str, Taken] = {}
    for run in range(runs):
        site = folder / f"site-{run}"
        build(data, site, taken.setdefault(OURS, Taken()))
        changed = next((data / "meeting_places").rglob("*.yml"))
        text = changed.read_text(encoding="utf-8")
        changed.write_text(text.replace("summary: {fi: \"", "summary: {fi: \"Uusi. ", 1),
                           encoding="utf-8")
        build(data, site, taken.setdefault("one record changed", Taken()))
        changed.write_text(text, encoding="utf-8")
        taken.setdefault(BYTES, Taken()).seconds.append(bytes_alone(site, folder / "bytes"))
        shutil.rmtree(folder / "bytes")
        for peer, command in commands.items():
            if run and peer in peers.MOST:
                continue
            watch(peers.start(command), taken.setdefault(peer, Taken()))
            shutil.rmtree(command[1] / "public", ignore_errors=True)
        if run == 0:
            pages = sum(1 for _ in site.rglob("*.html"))
            files = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
        shutil.rmtree(site)
    print(f"\n{size:,} entries: {pages:,} pages, {len(files):,} files, {sum(files) / 1e6:,.0f} MB")
    for name, one in taken.items():
        print(f"  {name:20} {one.median:7.2f} s  {one.megabytes:7,.0f} MB  "
              f"({', '.join(f'{second:.1f}' for second in one.seconds)})")
    print("  stages: " + ", ".join(f"{name} {seconds:.1f}"
                                   for name, seconds in taken[OURS].stages.items()))
    if "Hugo" in taken:
        ratios = [ours / hugo for ours, hugo in zip(taken[OURS].seconds, taken["Hugo"].seconds,
                                                    strict=True)]
        print(f"  hugo ratio: {statistics.median(ratios):.2f}")
    return taken


def prepared(data: Path, folder: Path, size: int) -> dict[str, peers.Command]:
    """What to run for each peer that is to be had."""
    site, _ = start(Places(data, ROOT / "docs", ROOT / "overrides" / "assets",
                           "https://example.org/"), Settings(), TODAY)
    pages = folder / "pages"
    pages.mkdir()
    same_pages.write(site, pages)
    commands = {}
    for name, prepare in peers.PEERS.items():
        if size <= peers.MOST.get(name, size):
            try:
                commands[name] = prepare(pages, folder / name.split()[0])
            except PeerMissingError as reason:
                print(f"{name} is left out: {reason}")
    return commands


def build(data: Path, site: Path, taken: Taken) -> None:
    """Build the directory's site as its keeper would."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)], cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "FAMILYCENTRE_DATA": str(data), "SOURCE_DATE_EPOCH": str(EPOCH),
             "NO_MKDOCS_2_WARNING": "1"})
    said = watch(process, taken)
    taken.stages = {name: float(seconds) for name, seconds in _STAGE.findall(said)}
    for parts in _INSIDE.findall(said):
        taken.stages |= {f"– {part.rpartition(' ')[0]}": float(part.rpartition(" ")[2])
                         for part in parts.split(", ")}


def watch(process: subprocess.Popen[bytes], taken: Taken) -> str:
    """Wait for a process, note its time and memory; what it said of errors and stages."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said, contextlib.ExitStack() as stack:
        assert process.stderr
        stack.callback(process.stderr.close)
        os.set_blocking(process.stderr.fileno(), False)
        while process.poll() is None:
            said.write(process.stderr.read() or b"")
            taken.megabytes = max(taken.megabytes, memory(process.pid) / 1e6)
            time.sleep(0.1)
        taken.seconds.append(time.perf_counter() - begun)
        said.write(process.stderr.read() or b"")
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode:
        raise SystemExit(f"a builder failed:\n{text}")
    return text


def memory(process: int) -> int:
    """Bytes that a process and those it started hold, what they share divided among them."""
    total = 0
    for one in family(process):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def family(process: int) -> Sequence[int]:
    """A process and all that it started."""
    found = [process]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def bytes_alone(site: Path, target: Path) -> float:
    """Seconds that writing the site's files from memory takes."""
    folders, files = peers.in_memory(site, target)
    begun = time.perf_counter()
    peers.write(folders, files)
    return time.perf_counter() - begun


def growth(found: dict[int, dict[str, Taken]]) -> None:
    """The exponent of each builder's time from BASE to the largest size."""
    last = max(found)
    if BASE not in found or last == BASE:
        return
    print()
    for name, one in found[last].items():
        if name in found[BASE]:
            exponent = math.log(one.median / found[BASE][name].median) / math.log(last / BASE)
            print(f"growth of {name} from {BASE:,} to {last:,}: {exponent:.2f}")


if __name__ == "__main__":
    sys.exit(main())
