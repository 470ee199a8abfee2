"""Fixed texts on their way to the disk: never through a link, nor over what others have changed."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from fslint.fixes.edits import Applied
from fslint.project import Project
from fslint.sources import decode
from fslint.writing import WriteError, staged

_MARKS = {
    "utf-16": (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)),
    "utf-32": (("utf-32-le", codecs.BOM_UTF32_LE), ("utf-32-be", codecs.BOM_UTF32_BE)),
    "utf-8-sig": (("utf-8", codecs.BOM_UTF8),),
}


class Written(NamedTuple):
    """The files written, and for those that were not, why."""

    files: list[str]
    problems: dict[str, str]


def barred(project: Project, file: str) -> str:
    """Why a file is not to be changed, to follow its name; '' where it may be."""
    if project.targets is not None and file not in project.targets:
        return "was not named"
    path = project.root / file
    root = project.root.resolve()
    if not path.resolve().is_relative_to(root):
        return "lies outside of the project, behind a link"
    if path.is_symlink():
        return "is a symbolic link"
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return f"cannot be written: {(error.strerror or str(error)).lower()}"
    read_only = not mode & stat.S_IWUSR or not os.access(path, os.W_OK)
    return "is read-only" if read_only else ""


def write(project: Project, texts: Mapping[str, str], applied: Sequence[Applied]) -> Written:
    """Write the new texts of files, each in one step, once all of them are on the disk.

    `project` is as it was read. A file that has changed since, or whose new text finds no room, is
    left alone, and with it all files that a fix changes together with it.
    """
    ready: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for file, text in texts.items():
        found = _encoded(project, file, text)
        if isinstance(found, bytes):
            ready[file] = found
        else:
            problems[file] = found
    with ExitStack() as stack:
        puts: dict[str, Callable[[], None]] = {}
        for file, data in ready.items():
            try:
                puts[file] = stack.enter_context(staged(project.root / file, data))
            except WriteError as error:
                problems[file] = str(error)
        _spread(problems, applied)
        written = []
        for file, put in puts.items():
            if file in problems:
                continue
            try:
                put()
                written.append(file)
            except WriteError as error:
                problems[file] = str(error)
    return Written(written, problems)


def _encoded(project: Project, file: str, text: str) -> bytes | str:
    """A file's new bytes, or why there are none."""
    reason = barred(project, file)
    if reason:
        return reason
    try:
        data = (project.root / file).read_bytes()
    except OSError as error:
        return f"cannot be read: {(error.strerror or str(error)).lower()}"
    decoded = decode(data)
    before = project.sources.text(file)
    if isinstance(decoded, str) or before is None or decoded.text != before:
        return "has changed since it was read"
    for codec, mark in _MARKS.get(decoded.encoding, ((decoded.encoding, b""),)):
        try:
            if mark + before.encode(codec) == data:
                return mark + text.encode(codec)
        except UnicodeEncodeError as error:
            return f"is in {codec}, which has no character {error.object[error.start]!r}"
    return f"cannot be written back in {decoded.encoding} as it is"


def _spread(problems: dict[str, str], applied: Sequence[Applied]) -> None:
    """Add the files that a fix changes together with one that cannot be written."""
    groups = [{edit.place.file for edit in one.fix.edits} for one in applied]
    before = -1
    while before != len(problems):
        before = len(problems)
        for group in groups:
            bad = sorted(group & problems.keys())
            for file in group if bad else ():
                problems.setdefault(file, f"goes together with {bad[0]}")
