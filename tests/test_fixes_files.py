"""Fixed texts as they are written: encodings, modes, links, and what others did meanwhile."""

from __future__ import annotations

import codecs
import errno
import os
import tempfile
from pathlib import Path

import pytest

from fslint.config import Config
from fslint.findings import Edit, Finding, Fix, Place
from fslint.fixes.edits import Applied
from fslint.fixes.files import Written, barred, write
from fslint.project import Project

TEXT = "// Küche\r\none();\r\n"
NEW = "// Küche\r\ntwo();\r\n"


def opened(folder: Path, *names: str, targets: bool = False) -> Project:
    """The project of a folder, with the texts of the files read."""
    (folder / "package.json").write_text("{}", encoding="utf-8")
    paths = [folder / name for name in names] if targets else [folder]
    project = Project.open(paths, Config(), cwd=folder)
    for name in names:
        assert project.sources.text(name) is not None
    return project


def applied(*files: str) -> Applied:
    edits = tuple(Edit(Place(file, 0, 1), "x") for file in files)
    place = Place(files[0], 0, 1)
    return Applied(Finding("FS1", "", "error", "high", "", "", place), Fix("", "safe", edits))


# What is not written


def test_a_file_that_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    file.write_text("one();\n", encoding="utf-8")
    project = opened(tmp_path, "a.js")
    file.write_text("uno();\n", encoding="utf-8")
    written = write(project, {"a.js": "two();\n"}, [])
    assert written == Written([], {"a.js": "has changed since it was read"})
    assert file.read_text(encoding="utf-8") == "uno();\n"


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("one();\n", encoding="utf-8")
    project = opened(tmp_path, "a.js")
    (tmp_path / "a.js").unlink()
    written = write(project, {"a.js": "two();\n"}, [])
    assert written.problems == {"a.js": "cannot be written: no such file or directory"}


def test_a_read_only_file_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    for name in ("a.js", "b.js"):
        (tmp_path / name).write_text("one();\n", encoding="utf-8")
    (tmp_path / "a.js").chmod(0o444)
    project = opened(tmp_path, "a.js", "b.js")
    written = write(project, {"a.js": "two();\n", "b.js": "two();\n"}, [])
    assert written == Written(["b.js"], {"a.js": "is read-only"})
    assert (tmp_path / "a.js").read_text(encoding="utf-8") == "one();\n"
    assert (tmp_path / "b.js").read_text(encoding="utf-8") == "two();\n"


def test_what_goes_together_is_written_together_or_not_at_all(tmp_path: Path) -> None:
    for name in ("a.js", "b.js", "c.js", "d.js"):
        (tmp_path / name).write_text("one();\n", encoding="utf-8")
    project = opened(tmp_path, "a.js", "b.js", "c.js", "d.js")
    (tmp_path / "a.js").write_text("uno();\n", encoding="utf-8")
    texts = dict.fromkeys(("a.js", "b.js", "c.js", "d.js"), "two();\n")
    fixes = [applied("b.js", "c.js"), applied("a.js", "b.js"), applied("d.js")]
    assert write(project, texts, fixes) == Written(
        ["d.js"],
        {
            "a.js": "has changed since it was read",
            "b.js": "goes together with a.js",
            "c.js": "goes together with b.js",
        },
    )


def test_where_there_is_no_room_for_one_none_of_those_that_go_together_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.js", "b.js", "c.js"):
        (tmp_path / name).write_text("one();\n", encoding="utf-8")
    project = opened(tmp_path, "a.js", "b.js", "c.js")
    mkstemp = tempfile.mkstemp

    def full(prefix: str, dir: Path) -> tuple[int, str]:
        if prefix == ".b.js.":
            raise OSError(errno.ENOSPC, "No space left on device")
        return mkstemp(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "mkstemp", full)
    texts = dict.fromkeys(("a.js", "b.js", "c.js"), "two();\n")
    written = write(project, texts, [applied("a.js", "b.js"), applied("c.js")])
    assert written.files == ["c.js"]
    assert written.problems["b.js"].endswith("no space left on device")
    assert written.problems["a.js"] == "goes together with b.js"
    assert (tmp_path / "a.js").read_text(encoding="utf-8") == "one();\n"
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["a.js", "b.js", "c.js", "package.json"]


def test_links(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (outside / "a.js").write_text("one();\n", encoding="utf-8")
    (root / "own.js").write_text("one();\n", encoding="utf-8")
    (root / "out.js").symlink_to(outside / "a.js")
    (root / "folder").symlink_to(outside, target_is_directory=True)
    (root / "in.js").symlink_to(root / "own.js")
    project = opened(root, "own.js", "out.js", "in.js")
    assert barred(project, "own.js") == ""
    assert barred(project, "out.js") == "lies outside of the project, behind a link"
    assert barred(project, "folder/a.js") == "lies outside of the project, behind a link"
    assert barred(project, "in.js") == "is a symbolic link"
    write(project, {"out.js": "two();\n", "in.js": "two();\n"}, [])
    assert (outside / "a.js").read_text(encoding="utf-8") == "one();\n"
    assert (root / "own.js").read_text(encoding="utf-8") == "one();\n"


def test_a_file_that_was_not_named(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("one();\n", encoding="utf-8")
    project = opened(tmp_path, "a.js", targets=True)
    assert barred(project, "a.js") == ""
    assert barred(project, "package.json") == "was not named"


def test_a_character_that_the_encoding_has_not(tmp_path: Path) -> None:
    data = "# coding: latin-1\none('é')\n".encode("latin-1")
    (tmp_path / "a.py").write_bytes(data)
    project = opened(tmp_path, "a.py")
    written = write(project, {"a.py": "# coding: latin-1\none('→')\n"}, [])
    assert written.problems == {"a.py": "is in latin-1, which has no character '→'"}
    assert (tmp_path / "a.py").read_bytes() == data


def test_an_interruption_leaves_the_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.js").write_text("one();\n", encoding="utf-8")
    project = opened(tmp_path, "a.js")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(project, {"a.js": "two();\n"}, [])
    assert (tmp_path / "a.js").read_text(encoding="utf-8") == "one();\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.js", "package.json"]


# What is kept


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "windows-1252"),
    ],
)
def test_the_encoding_its_mark_and_line_ends_are_kept(
    tmp_path: Path, mark: bytes, codec: str
) -> None:
    file = tmp_path / "a.js"
    file.write_bytes(mark + TEXT.encode(codec))
    project = opened(tmp_path, "a.js")
    assert write(project, {"a.js": NEW}, []) == Written(["a.js"], {})
    assert file.read_bytes() == mark + NEW.encode(codec)


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o664])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "a.js"
    file.write_text("one();\n", encoding="utf-8")
    file.chmod(mode)
    project = opened(tmp_path, "a.js")
    write(project, {"a.js": "two();\n"}, [])
    assert file.stat().st_mode & 0o7777 == mode


def test_nothing_else_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("one();\n", encoding="utf-8")
    project = opened(tmp_path, "a.js")
    write(project, {"a.js": "two();\n"}, [])
    assert sorted(os.listdir(tmp_path)) == ["a.js", "package.json"]  # noqa: PTH208
