"""Installs the .deb on bare systems, uses it as a person would, and removes it again."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path

import release
from bundle import BUILD
from chroot import USER, CheckError, Chroot, Source, bare_debian, run
from environment import ROOT, say
from release import APP_ID, NAME
from screen import Screen, virtual_screen
from wheels import DIST

PICTURES = BUILD / "check"
SETTLE = 3.0
"""Seconds after the window is there, before it is photographed: a file is read, pictures are computed."""
STARTS = 5
EXAMPLES = f"/usr/lib/{NAME}/_internal/resources/examples"


def check_deb(suites: list[str], source: Source, folder: Path, python: Path) -> None:
    """All checks on every suite. Raises ``CheckError``."""
    package = newest_package()
    say(f"{package.name}, {package.stat().st_size / 1e6:.1f} MB")
    check_form(package, folder / "unpacked")
    for suite in suites:
        say(f"Debian {suite}: making a bare system")
        with bare_debian(suite, source, folder) as chroot, virtual_screen() as screen:
            number = (chroot.root / "etc" / "debian_version").read_text(encoding="utf-8").strip()
            say(f"Debian {suite}: {number}")
            before = files_of(chroot)
            install(chroot, package)
            self_test(chroot)
            show_windows(chroot, screen, python, PICTURES / suite)
            purge(chroot, before)


def newest_package() -> Path:
    found = sorted(DIST.glob(f"{NAME}_{release.version()}_*.deb"))
    if not found:
        raise CheckError("There is no package in dist/: run  python3 packaging/build.py deb")
    return found[-1]


def check_form(package: Path, folder: Path) -> None:
    """What Debian's own tools say about the package."""
    run(["dpkg-deb", "--extract", package, folder])
    share = folder / "usr" / "share"
    complaints = run(["lintian", "--allow-root", "--fail-on", "error", package])
    say(f"lintian: {complaints.strip() or 'nothing to complain about'}")
    run(["desktop-file-validate", share / "applications" / f"{APP_ID}.desktop"])
    run(["appstreamcli", "validate", "--no-net", share / "metainfo" / f"{APP_ID}.metainfo.xml"])
    say("desktop-file-validate and appstreamcli: clean")


def install(chroot: Chroot, package: Path) -> None:
    shutil.copy(package, chroot.root / "tmp" / package.name)
    chroot.run("apt-get", "install", "-qq", "--yes", "--no-install-recommends", f"/tmp/{package.name}")
    answer = chroot.run("playground", "--version", user=USER).strip()
    if answer != f"playground {release.version()}":
        raise CheckError(f"`playground --version` says {answer!r}")
    say(f"Installed: {answer}")


def self_test(chroot: Chroot) -> None:
    print(chroot.run("playground", "--self-test", user=USER).strip())


def show_windows(chroot: Chroot, screen: Screen, python: Path, pictures: Path) -> None:
    """Start it as it is, with a CSV and with a project; photograph each window."""
    share_screen(chroot)
    project = f"/home/{USER}/trained ü.nnp"
    chroot.run("playground", "train", f"{EXAMPLES}/iris.csv", "--out", project, user=USER)
    shutil.copy(ROOT / "resources" / "examples" / "houses.csv", chroot.root / "tmp" / "Häuser 1.csv")
    for name, file, title in (
        ("first", None, release.TITLE),
        ("csv", "/tmp/Häuser 1.csv", f"Häuser 1.csv – {release.TITLE}"),
        ("project", project, f"trained ü.nnp – {release.TITLE}"),
    ):
        starts = STARTS if file is None else 1
        times = [start(chroot, screen, file, title, python, pictures / f"{name}.png") for _ in range(starts)]
        shown = ", ".join(f"{seconds:.2f}" for seconds in times)
        say(f"Window “{title}” up after {shown} s; picture: {(pictures / name).relative_to(ROOT)}.png")


def share_screen(chroot: Chroot) -> None:
    """The X server listens on a socket in /tmp."""
    place = chroot.root / "tmp" / ".X11-unix"
    place.mkdir()
    run(["mount", "--bind", "/tmp/.X11-unix", place])


def start(chroot: Chroot, screen: Screen, file: str | None, title: str, python: Path, picture: Path) -> float:
    """Seconds until the window was visible; it is photographed, then closed."""
    arguments = [] if file is None else [file]
    command = chroot.command("playground", *arguments, user=USER, DISPLAY=screen.display)
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    )
    try:
        screen.wait_for_window(title, process)
        seconds = time.monotonic() - began
        time.sleep(SETTLE)
        screen.photograph(python, picture)
        if process.poll() is not None:
            raise CheckError(f"It ended by itself with {process.returncode}.")
    finally:
        process.terminate()
        output, _ = process.communicate()
    if output.strip():
        raise CheckError(f"It complained on the terminal:\n{output}")
    return seconds


def purge(chroot: Chroot, before: set[str]) -> None:
    """Remove it; nothing may be left that has its name or that it had brought."""
    brought = set(chroot.run("dpkg", "--listfiles", NAME).split("\n"))
    chroot.run("apt-get", "purge", "-qq", "--yes", NAME)
    after = files_of(chroot)
    named = {path for path in after - before if re.search(r"neural.?playground|/playground\b", path, re.I)}
    left = sorted(named | (brought & (after - before)) - shared_folders(after, brought))
    if left:
        raise CheckError(f"After purge there are still: {', '.join(left)}")
    say(f"Purged: of {len(brought)} paths none is left")


def shared_folders(after: set[str], brought: set[str]) -> set[str]:
    """Folders of the package that a dependency, still installed, has files in too."""
    others = after - brought
    return {folder for folder in brought if any(path.startswith(f"{folder}/") for path in others)}


def files_of(chroot: Chroot) -> set[str]:
    """Every path, but for what belongs to users, to the kernel, and to apt's own bookkeeping."""
    skipped = ["/proc", "/sys", "/dev", "/tmp", "/home", "/var/log", "/var/cache/apt", "/var/lib/apt"]
    tests = [word for path in skipped for word in ("-path", path, "-prune", "-o")]
    return set(chroot.run("find", "/", *tests, "-print").splitlines())
