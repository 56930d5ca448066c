"""What every package says about this program, each fact from the one place where it is kept."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import textwrap
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache

from environment import ROOT

NAME = "neural-playground"
TITLE = "Neural playground"
APP_ID = "org.neuralplayground.Playground"
MAINTAINER = "The playground's authors <authors@neuralplayground.org>"


@dataclass(frozen=True)
class Release:
    """One section of CHANGELOG.md: version, day (ISO, or None before it is released), and its points."""

    version: str
    day: str | None
    points: tuple[str, ...]


def version() -> str:
    """From playground/__init__.py, read rather than imported."""
    text = (ROOT / "playground" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([0-9][0-9A-Za-z.]*)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError('playground/__init__.py does not say __version__ = "…"')
    return found[1]


def releases() -> tuple[Release, ...]:
    """The sections of CHANGELOG.md, newest first. The first one must be of the present version."""
    found = parse_changes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    if not found or found[0].version != version():
        raise ValueError(f"CHANGELOG.md does not begin with a section about {version()}")
    return found


def parse_changes(text: str) -> tuple[Release, ...]:
    """Sections ``## 1.2 (2026-01-31)``; each line or ``-`` item below is a point, indented lines go on."""
    found = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        title = re.fullmatch(r"(\S+)(?: \((\d{4}-\d\d-\d\d|unreleased)\))?", heading.strip())
        if title is None:
            raise ValueError(f"CHANGELOG.md: {heading.strip()!r} is not a version and a day")
        day = None if title[2] in (None, "unreleased") else title[2]
        found.append(Release(title[1], day, _points(body)))
    return tuple(found)


def _points(body: str) -> tuple[str, ...]:
    points: list[str] = []
    goes_on = False
    for line in body.splitlines():
        text = line.strip()
        if text.startswith(("- ", "* ")):
            points.append(text[2:])
        elif text and goes_on:
            points[-1] += f" {text}"
        elif text:
            points.append(text)
        goes_on = bool(text)
    return tuple(points)


@cache
def build_time() -> int:
    """Seconds since 1970 that all files of a package carry, so that two builds of one commit are equal.

    SOURCE_DATE_EPOCH if it is set, else the time of the last commit, else (not a clone) that of CHANGELOG.md.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return int((ROOT / "CHANGELOG.md").stat().st_mtime)


def day_of(release: Release) -> datetime.datetime:
    """When it was released; the time of this build if it has not been yet."""
    if release.day is None:
        return datetime.datetime.fromtimestamp(build_time(), datetime.UTC)
    return datetime.datetime.fromisoformat(release.day).replace(hour=12, tzinfo=datetime.UTC)


def debian_changelog() -> str:
    """CHANGELOG.md in Debian's form (deb-changelog(5))."""
    entries = []
    for release in releases():
        points = "\n".join(
            textwrap.fill(point, 78, initial_indent="  * ", subsequent_indent="    ")
            for point in release.points
        )
        day = format_datetime(day_of(release))
        entries.append(
            f"{NAME} ({release.version}) unstable; urgency=medium\n\n{points}\n\n -- {MAINTAINER}  {day}\n"
        )
    return "\n".join(entries)
