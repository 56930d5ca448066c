"""What packages say about the program comes from one place and says the same everywhere."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import deb
import licenses
import pytest
import release

import playground
from playground import app
from playground.cli.arguments import (
    _inspect_parser,
    _minima_parser,
    _predict_parser,
    _train_parser,
    _window_parser,
)
from playground.document.project_file import SUFFIX

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
DESKTOP_FILE = LINUX / f"{release.APP_ID}.desktop"
MIME_FILE = LINUX / f"{release.APP_ID}.xml"


def test_version_is_that_of_the_program_and_of_the_newest_changes() -> None:
    assert release.version() == playground.__version__ == release.releases()[0].version


def test_build_prints_the_version_and_refuses_what_it_does_not_know() -> None:
    def build(word: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "packaging" / "build.py"), word]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert build("version").stdout == f"{playground.__version__}\n"
    assert build("rpm").returncode == 2


def test_changes_are_read_with_their_days_and_points() -> None:
    newer = "## 1.1 (unreleased)\n\n- One, that\n  goes on.\n- Two\n"
    text = f"# Changes\n\n{newer}\n## 1.0 (2026-02-03)\n\nFirst.\n"
    newest, oldest = release.parse_changes(text)
    assert newest == release.Release("1.1", None, ("One, that goes on.", "Two"))
    assert oldest == release.Release("1.0", "2026-02-03", ("First.",))
    assert release.day_of(oldest).date().isoformat() == "2026-02-03"


def test_a_heading_that_is_no_version_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a version and a day"):
        release.parse_changes("## Soon, maybe\n")


def test_build_time_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    release.build_time.cache_clear()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert release.build_time() == 86400
    release.build_time.cache_clear()


def test_debian_changelog_has_debians_form(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = (release.Release("1.0", "2026-02-03", ("word " * 30,)),)
    monkeypatch.setattr(release, "releases", lambda: changes)
    lines = release.debian_changelog().splitlines()
    assert lines[0] == "neural-playground (1.0) unstable; urgency=medium"
    assert lines[-1] == f" -- {release.MAINTAINER}  Tue, 03 Feb 2026 12:00:00 +0000"
    assert max(len(line) for line in lines[:-1]) <= 80


def test_the_desktop_finds_the_window_by_its_names() -> None:
    class AsWritten(configparser.ConfigParser):
        def optionxform(self, optionstr: str) -> str:
            return optionstr

    entry = AsWritten(interpolation=None)
    entry.read(DESKTOP_FILE, encoding="utf-8")
    entries = entry["Desktop Entry"]
    assert release.APP_ID == app.DESKTOP_ID == entries["Icon"] == DESKTOP_FILE.stem
    assert release.NAME == app.NAME == entries["StartupWMClass"]
    assert entries["Exec"] == "playground %f"


def test_project_files_have_one_type_in_all_places() -> None:
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    mime = ElementTree.parse(MIME_FILE).getroot()[0]
    name = mime.attrib["type"]
    glob = mime.find(f"{space}glob")
    assert glob is not None
    assert glob.attrib["pattern"] == f"*{SUFFIX}"
    assert name in DESKTOP_FILE.read_text(encoding="utf-8")
    info = ElementTree.fromstring(deb.fill("metainfo.xml.in", RELEASES=deb.release_list()))
    assert info.findtext("provides/mediatype") == name
    assert info.findtext("id") == release.APP_ID
    newest = info.find("releases/release")
    assert newest is not None
    assert newest.attrib["version"] == playground.__version__


def test_the_man_page_names_every_option() -> None:
    page = deb.fill("playground.1.in", DAY="2026-01-01", VERSION="1").replace("\\-", "-")
    for parser in (
        *(_window_parser(), _inspect_parser(), _train_parser()),
        *(_predict_parser(), _minima_parser()),
    ):
        for action in parser._actions:
            for option in action.option_strings:
                assert option == "-h" or option in page, option


def test_every_bundled_distribution_is_in_the_copyright_file() -> None:
    text = (LINUX / "copyright.in").read_text(encoding="utf-8")
    for module in licenses.DISTRIBUTIONS:
        assert f"_internal/{module}/" in text, module
    used = set(re.findall(r"^License: (.+)$", text, re.MULTILINE))
    stanzas = set(re.findall(r"\n\nLicense: (.+)\n", text))
    assert used == stanzas


def test_a_part_that_nobody_knows_of_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "PYZ.toc"
    table.write_text("('x', [('numpy.linalg', '', ''), ('json', '', ''), ('surprise.part', '', '')])")
    assert licenses.main(tmp_path / "licenses", table) == 1
    assert "surprise" in capsys.readouterr().out


def test_every_lintian_override_has_its_reason() -> None:
    blocks = (LINUX / "lintian-overrides").read_text(encoding="utf-8").split("\n\n")
    assert all(block.lstrip().startswith("#") for block in blocks)
    assert sum("neural-playground: " in block for block in blocks) >= 4
