"""The Debian package: the bundle under /usr/lib, and what a desktop wants to know under /usr/share."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import release
from bundle import BUILD, BUNDLE, ICONS, LICENSES, size_in_mb
from environment import ROOT, SetupError, last_lines, say
from release import APP_ID, MAINTAINER, NAME
from wheels import DIST

TEMPLATES = ROOT / "packaging" / "linux"
STAGE = BUILD / "deb" / NAME
TOOLS = {"dpkg-deb": "dpkg", "dpkg-shlibdeps": "dpkg-dev", "dpkg": "dpkg"}


def make_deb() -> Path:
    """Pack the bundle and return the path of the .deb. Raises ``SetupError``."""
    missing = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
    if missing:
        raise SetupError(f"A .deb needs Debian's tools: sudo apt-get install {' '.join(missing)}")
    shutil.rmtree(STAGE, ignore_errors=True)
    stage_program()
    stage_desktop_files()
    stage_documents()
    set_modes_and_times(STAGE / "usr")
    architecture = run("dpkg", "--print-architecture").strip()
    stage_control(architecture)
    set_modes_and_times(STAGE)
    DIST.mkdir(exist_ok=True)
    target = DIST / f"{NAME}_{release.version()}_{architecture}.deb"
    say(f"Packing {target.name} (a minute)")
    target.unlink(missing_ok=True)
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(STAGE), str(target))
    return target


def run(*command: str, folder: Path = ROOT) -> str:
    """Run a program and return what it prints; ``SetupError`` with its complaint if it fails."""
    variables = {"SOURCE_DATE_EPOCH": str(release.build_time()), "LC_ALL": "C.UTF-8"}
    result = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        raise SetupError(f"{command[0]} failed:\n{last_lines(result.stderr, 20)}")
    return result.stdout


def stage_program() -> None:
    library = STAGE / "usr" / "lib" / NAME
    shutil.copytree(BUNDLE, library, symlinks=True)
    link = STAGE / "usr" / "bin" / "playground"
    link.parent.mkdir()
    link.symlink_to(f"../lib/{NAME}/playground")


def stage_desktop_files() -> None:
    share = STAGE / "usr" / "share"
    icons = share / "icons" / "hicolor"
    put(ROOT / "resources" / "icons" / "application.svg", icons / "scalable" / "apps" / f"{APP_ID}.svg")
    for picture in ICONS.glob("*.png"):
        put(picture, icons / f"{picture.stem}x{picture.stem}" / "apps" / f"{APP_ID}.png")
    put(TEMPLATES / f"{APP_ID}.desktop", share / "applications" / f"{APP_ID}.desktop")
    put(TEMPLATES / f"{APP_ID}.xml", share / "mime" / "packages" / f"{APP_ID}.xml")
    write(share / "metainfo" / f"{APP_ID}.metainfo.xml", fill("metainfo.xml.in", RELEASES=release_list()))


def stage_documents() -> None:
    share = STAGE / "usr" / "share"
    documents = share / "doc" / NAME
    write(documents / "copyright", fill("copyright.in", MAINTAINER=MAINTAINER))
    write_compressed(documents / "changelog.gz", release.debian_changelog())
    shutil.copytree(LICENSES, documents / "licenses")
    day = release.day_of(release.releases()[0]).date().isoformat()
    page = fill("playground.1.in", DAY=day, VERSION=release.version())
    write_compressed(share / "man" / "man1" / "playground.1.gz", page)
    put(TEMPLATES / "lintian-overrides", share / "lintian" / "overrides" / NAME)


def stage_control(architecture: str) -> None:
    control = STAGE / "DEBIAN"
    control.mkdir()
    depends = shared_library_packages()
    size = round(size_in_mb(STAGE / "usr") * 1e6 / 1024)
    text = fill(
        "control.in",
        VERSION=release.version(),
        ARCHITECTURE=architecture,
        SIZE=str(size),
        MAINTAINER=MAINTAINER,
        DEPENDS=depends,
    )
    write(control / "control", text)
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(STAGE)}\n"
        for path in sorted((STAGE / "usr").rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    write(control / "md5sums", "".join(sums))


def shared_library_packages() -> str:
    """What the bundle links to and does not carry itself, as Debian's packages with their versions."""
    library = STAGE / "usr" / "lib" / NAME
    objects = [path for path in sorted(library.rglob("*")) if is_elf(path)]
    scratch = STAGE.parent / "shlibdeps"  # dpkg-shlibdeps wants to stand beside a debian/control
    shutil.rmtree(scratch, ignore_errors=True)
    write(scratch / "debian" / "control", f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n")
    own = [f"-l{folder}" for folder in sorted({path.parent for path in objects})]
    # Its own libraries are found in `own`, belong to no package, and so are no dependency.
    output = run(
        "dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=1", f"-S{STAGE}", *own,
        *(f"-e{path}" for path in objects), folder=scratch,
    )  # fmt: skip
    return output.strip().removeprefix("shlibs:Depends=")


def is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def release_list() -> str:
    lines = []
    for each in release.releases():
        kind = ' type="development"' if each.day is None else ""
        points = "".join(f"<p>{escape(point)}</p>" for point in each.points)
        lines.append(
            f'    <release version="{each.version}" date="{release.day_of(each).date()}"{kind}>'
            f"<description>{points}</description></release>"
        )
    return "\n".join(lines)


def fill(template: str, **values: str) -> str:
    """A template of packaging/linux with every ``@NAME@`` replaced."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_compressed(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def set_modes_and_times(folder: Path) -> None:
    """Folders and programs 755, everything else 644; one time for all."""
    time = release.build_time()
    for path in [*folder.rglob("*"), folder]:
        if path.is_symlink():
            os.utime(path, (time, time), follow_symlinks=False)
            continue
        program = path.parent == STAGE / "usr" / "lib" / NAME and path.name == "playground"
        path.chmod(0o755 if path.is_dir() or program else 0o644)
        os.utime(path, (time, time))
