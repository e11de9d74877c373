"""A finished folder takes the place of the last site, file by file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from familycentre.publish import publish, staging_for

names = st.sampled_from(["a", "b", "c.html"])
paths = st.lists(names, min_size=1, max_size=3).map("/".join)
contents = st.dictionaries(paths, st.binary(max_size=2), max_size=6)


def consistent(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without files that are folders of others."""
    return {path: data for path, data in files.items()
            if not any(other.startswith(f"{path}/") for other in files)}


def stage(target: Path, files: dict[str, bytes]) -> Path:
    staging = staging_for(target)
    for path, data in files.items():
        (staging / path).parent.mkdir(parents=True, exist_ok=True)
        (staging / path).write_bytes(data)
    staging.mkdir(parents=True, exist_ok=True)
    return staging


def found(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


@settings(deadline=None, derandomize=True, max_examples=150)
@given(st.lists(contents.map(consistent), min_size=1, max_size=3))
def test_the_site_is_what_was_staged_last(sites: list[dict[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "site"
        for files in sites:
            publish(stage(target, files), target)
            assert found(target) == files
            assert folders(target) == {
                str(above) for path in files for above in Path(path).parents} - {"."}


def test_hidden_files_at_the_top_stay(tmp_path: Path) -> None:
    target = tmp_path / "site"
    (target / ".git").mkdir(parents=True)
    (target / ".git" / "HEAD").write_text("main")
    for page in (b"1", b"2"):
        publish(stage(target, {"fi/index.html": page, ".nojekyll": b""}), target)
        assert found(target) == {".git/HEAD": b"main", "fi/index.html": page, ".nojekyll": b""}


def test_what_did_not_change_keeps_its_date(tmp_path: Path) -> None:
    publish(stage(tmp_path, {"a/x": b"1", "a/y": b"1", ".nojekyll": b""}), tmp_path)
    before = {name: (tmp_path / name).stat() for name in ("a/x", "a/y", ".nojekyll")}
    publish(stage(tmp_path, {"a/x": b"1", "a/y": b"2", ".nojekyll": b""}), tmp_path)
    after = {name: (tmp_path / name).stat() for name in before}
    assert [name for name in before if after[name].st_ino != before[name].st_ino] == ["a/y"]


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept")
    (elsewhere / "same").write_bytes(b"1")
    target.mkdir()
    (target / "folder").symlink_to(elsewhere)
    (target / "file").symlink_to(elsewhere / "same")
    publish(stage(target, {"file": b"1", "folder/kept": b"new"}), target)
    assert found(target) == {"file": b"1", "folder/kept": b"new"}
    assert not (target / "file").is_symlink()
    assert found(elsewhere) == {"kept": b"kept", "same": b"1"}
