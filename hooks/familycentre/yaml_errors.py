"""What libyaml says, in words and places that an editor understands."""

from __future__ import annotations

import re

import yaml

Position = tuple[int, int]
"""1-based line and column."""

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(?=\s|$)", re.MULTILINE)
_QUOTE_HINT = (
    "Put quotes around text that begins with a special sign or holds ': ' or ' #', and give fields "
    "of one record the same indent."
)
_COLON_HINT = (
    "Write a colon and a space after the field's name; text that goes on from the line above is "
    "indented under it."
)
_BRACKET_HINT = (
    "Close it with the same kind of bracket; put quotes around text that holds a comma or bracket."
)


def find_conflict(text: str) -> int | None:
    """Offset of the first mark that an unfinished merge in Git leaves; None without one."""
    found = _CONFLICT.search(text)
    return found.start() if found and found[1].startswith("<") else None


def explain(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[str, Position, str, str]:
    """Code, place, message and hint for a syntax error in a text of these lines.

    libyaml often notices an error later than it was made; where it knows the beginning of what it
    was reading, that is the place to look.
    """
    opened, met = _place(error.context_mark), _place(error.problem_mark)
    at = met or opened or (1, 1)
    line = _line(lines, at)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return ("yaml-tab", at, "A tab stands where spaces should.",
                "Indent with two spaces for each level.")
    message, hint, from_start = _words(error.context or "", error.problem or "cannot be read")
    place = opened if from_start and opened else at
    text = _line(lines, place).strip()
    shown = text if len(text) <= 60 else text[:57] + "…"
    return "yaml-syntax", place, f"{message}: '{shown}'.", hint


def _words(context: str, problem: str) -> tuple[str, str, bool]:
    """Message, hint, and whether the place is where the thing began."""
    if "simple key" in context:
        return ("This line is not 'field: value'", _COLON_HINT, True)
    if "escape" in problem:
        return ("A backslash in double quotes", "Write two of them, or use single quotes.", False)
    if "quoted scalar" in context:
        return ("The quote opened here is not closed", "Close it on the same line.", True)
    if "flow" in context:
        return ("The bracket opened here is not closed, or a comma is missing", _BRACKET_HINT, True)
    if "cannot start any token" in problem or "anchor" in context or "alias" in context:
        return ("A special sign begins a text", _QUOTE_HINT, False)
    if "mapping values are not allowed" in problem:
        return ("There is a colon too many, or the indent is wrong", _QUOTE_HINT, False)
    if "expected key" in problem:
        return ("This is not a field; a quote above may not be closed", _QUOTE_HINT, False)
    return (f"YAML cannot be read here ({problem.rstrip('.')})", _QUOTE_HINT, False)


def _place(mark: yaml.Mark | None) -> Position | None:
    return (mark.line + 1, mark.column + 1) if mark else None


def _line(lines: list[str], at: Position) -> str:
    return lines[min(at[0], len(lines)) - 1]
