"""The project: its root, its files, what is passed over, its apps."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from fslint import skips
from fslint.config import AppConfig, Config
from fslint.listing import GitError, changed_files, list_files
from fslint.project import EXCLUDED, UNUSED_CONFIG, Project
from fslint.roots import Root, find_root

LOGOUT = "logout();\n"


def write(root: Path, *names: str, text: str = LOGOUT) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


def opened(
    root: Path, *targets: str, config: Config | None = None, force_exclude: bool = False
) -> Project:
    paths = [root / target for target in targets]
    return Project.open(paths, config or Config(), cwd=root, force_exclude=force_exclude)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


# The root


def root(cwd: Path, *targets: str, config: Path | None = None) -> Root:
    return find_root([cwd / target for target in targets], cwd, config)


def test_the_repository_is_the_root(repository: Path) -> None:
    write(repository, "web/package.json", "web/src/a.js")
    for cwd in (repository, repository / "web" / "src", Path("/")):
        assert find_root([repository / "web" / "src" / "a.js"], cwd, None) == (
            repository,
            repository,
        )


def test_without_one_the_configuration_is(tmp_path: Path) -> None:
    write(tmp_path, "fslint.toml", "web/package.json", "web/src/a.js")
    found = root(tmp_path / "web", "src/a.js", config=tmp_path / "fslint.toml")
    assert found == (tmp_path, tmp_path)


def test_and_else_the_project_of_the_current_folder(tmp_path: Path) -> None:
    write(tmp_path, "package.json", "web/package.json", "web/src/a.js", "web/src/b/c.js")
    for targets in ((), ("web",), ("web/src/a.js",), ("web/src/b",)):
        assert root(tmp_path, *targets) == (tmp_path, tmp_path)
    web = tmp_path / "web"
    assert root(web, "src/a.js") == root(web / "src") == (web, web)


def test_a_folder_of_projects_gives_names_and_no_files(tmp_path: Path) -> None:
    write(tmp_path, "web/package.json", "web/src/a.js", "app/package.json", "app/b.js")
    assert root(tmp_path, "web/src/a.js") == (tmp_path, tmp_path / "web")
    assert root(tmp_path, "web/src/a.js", "app") == root(tmp_path) == (tmp_path, tmp_path)
    assert opened(tmp_path, "web/src/a.js").files == ("web/package.json", "web/src/a.js")


def test_elsewhere_it_is_the_nearest_manifest(tmp_path: Path) -> None:
    write(tmp_path, "web/package.json", "web/src/a.js", "other/b.js")
    web = tmp_path / "web"
    assert find_root([web / "src" / "a.js"], tmp_path / "other", None) == (web, web)
    assert find_root([tmp_path / "other"], web, None) == (tmp_path / "other", None)


def test_the_home_folder_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    write(tmp_path, "package.json", "notes/a.js")
    assert root(tmp_path, "notes") == (tmp_path / "notes", None)


def test_with_no_root_only_what_is_named_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.js", "b.js", "c/d.js")
    elsewhere = Path("/")
    named = Project.open([tmp_path / "a.js"], Config(), cwd=elsewhere)
    assert named.files == ("a.js",)
    assert Project.open([tmp_path / "c"], Config(), cwd=elsewhere).files == ("d.js",)


def test_in_the_current_folder_the_rest_of_it_is_read_too(tmp_path: Path) -> None:
    write(tmp_path, "a.js", "b.js", "c/d.js")
    project = opened(tmp_path, "c")
    assert (project.files, project.targets) == (("a.js", "b.js", "c/d.js"), ("c/d.js",))


# The files


def test_git_says_what_is_ignored(repository: Path) -> None:
    write(repository, ".gitignore", text="/local/\n")
    write(repository, "a.js", "local/b.js", "new.ts", "README.md")
    git(repository, "add", "a.js")
    assert opened(repository).files == ("a.js", "new.ts")


def test_the_walk_says_the_same_without_git(tmp_path: Path) -> None:
    write(tmp_path, "package.json")
    write(tmp_path, ".gitignore", text="/local/\n*.gen.js\n!keep.gen.js\n")
    write(tmp_path, "sub/.gitignore", text="own.js\n")
    write(tmp_path, "a.js", "local/b.js", "x.gen.js", "keep.gen.js", "sub/own.js", "sub/a.js")
    (tmp_path / "link.js").symlink_to(tmp_path / "a.js")
    walked = sorted(list_files(tmp_path))
    git(tmp_path, "init", "-q")
    listed = sorted(path for path in list_files(tmp_path) if path != "link.js")
    expected = ["a.js", "keep.gen.js", "package.json", "sub/.gitignore", "sub/a.js"]
    assert walked == listed == [".gitignore", *expected]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are for POSIX")
def test_the_walk_does_not_wait_for_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    os.mkfifo(tmp_path / "b.json")
    assert list(list_files(tmp_path)) == ["a.json"]


def test_other_classes_are_counted(repository: Path) -> None:
    write(repository, "a.js", "a.test.js", "tests/b.js", "dist/c.js", "vendor/d.js", "x.d.ts")
    project = opened(repository)
    assert project.files == ("a.js",)
    assert project.skipped == {
        skips.TEST: 2,
        skips.BUILD: 1,
        skips.DEPENDENCY: 1,
        skips.DECLARATION: 1,
    }


def test_a_configuration_that_is_not_in_force_is_named(repository: Path) -> None:
    write(repository, "fslint.toml", "web/fslint.toml", "tests/app/fslint.toml", "a.js", text="")
    project = opened(repository, config=Config(path=repository / "fslint.toml"))
    assert project.gaps == {"web/fslint.toml": UNUSED_CONFIG}
    assert opened(repository, config=Config(path=repository / "web" / "fslint.toml")).gaps == {}


def test_our_own_files_are_no_source(repository: Path) -> None:
    write(repository, "a.json", "fslint.toml", "fslint-baseline.json")
    assert opened(repository).files == ("a.json",)


def test_a_named_file_is_checked_whatever_it_is(repository: Path) -> None:
    write(repository, "src/a.js", "tests/b.js", "notes.txt")
    project = opened(repository, "tests/b.js")
    assert project.files == ("src/a.js", "tests/b.js")
    assert project.targets == ("tests/b.js",)
    forced = opened(repository, "tests/b.js", force_exclude=True)
    assert (forced.files, forced.targets) == (("src/a.js",), ())


def test_a_tests_folder_above_what_is_named_does_not_count(repository: Path) -> None:
    demo = "tests/fixtures/demo"
    write(repository, "src/a.js", f"{demo}/package.json", f"{demo}/src/a.js")
    write(repository, f"{demo}/src/a.test.js", f"{demo}/tests/c.js")
    write(repository, f"{demo}/apps/web/package.json", f"{demo}/apps/web/b.js")
    for target in (demo, f"{demo}/src/a.js", f"{demo}/src", f"{demo}/apps/web/b.js"):
        # … and what is named lies in a project of its own.
        assert opened(repository, target).files == (
            f"{demo}/apps/web/b.js",
            f"{demo}/apps/web/package.json",
            f"{demo}/package.json",
            f"{demo}/src/a.js",
        )
    both = opened(repository, demo, "src/a.js")
    assert (both.files[-1], both.targets == both.files) == ("tests/fixtures/demo/src/a.js", True)
    assert opened(repository).files == ("src/a.js",)
    assert [app.root for app in opened(repository).apps] == [""]


def test_targets_are_files_of_the_folders_named(repository: Path) -> None:
    write(repository, "a/b.js", "a/c.js", "ab/d.js", "e.js")
    project = opened(repository, "a", "e.js")
    assert project.targets == ("a/b.js", "a/c.js", "e.js")
    assert opened(repository, ".").targets is None
    assert opened(repository).targets is None


def test_a_folder_that_git_ignores_is_checked_if_it_is_named(repository: Path) -> None:
    write(repository, ".gitignore", text="/tmp/\n")
    write(repository, "tmp/app/a.js", "b.js")
    assert opened(repository, "tmp/app").targets == ("tmp/app/a.js",)


def test_include_and_exclude(repository: Path) -> None:
    write(repository, "src/a.js", "src/old/b.js", "e2e/app/c.js", "e2e/d.js")
    config = Config(include=("e2e/app/",), exclude=("old/",))
    project = opened(repository, config=config)
    assert project.files == ("e2e/app/c.js", "src/a.js")
    assert project.skipped == {EXCLUDED: 1, skips.TEST: 1}


def test_globs_are_relative_to_the_configuration(repository: Path) -> None:
    write(repository, "web/src/a.js", "web/old/a.js", "old/a.js")
    config = Config(path=repository / "web" / "fslint.toml", exclude=("/old/",))
    assert opened(repository, config=config).files == ("old/a.js", "web/src/a.js")


# Reading


def test_mentioning_reads_and_counts(repository: Path) -> None:
    write(repository, "a.js", "b.ts")
    write(repository, "c.js", text="nothing\n")
    write(repository, "gen.ts", text="// @generated\n" + LOGOUT)
    project = opened(repository)
    assert list(project.mentioning(["log_out"])) == ["a.js", "b.ts"]
    assert list(project.mentioning(["log_out"])) == ["a.js", "b.ts"]
    assert project.skipped == {skips.GENERATED: 1}
    checked = project.checked()
    assert (checked.files_seen, checked.files_read, checked.not_checked) == (4, 4, [])


def test_what_could_not_be_read_is_named(repository: Path) -> None:
    (repository / "bin.js").write_bytes(b"logout\0")
    (repository / "bad.js").write_bytes(b"\xff\xfelogout")
    write(repository, "big.js", text=LOGOUT * 10)
    write(repository, "gone.js")
    git(repository, "add", ".")
    (repository / "gone.js").unlink()
    project = opened(repository, config=Config(max_file_size=50))
    assert list(project.mentioning(["logout"])) == []
    assert [tuple(gap) for gap in project.checked().not_checked] == [
        ("big.js", "larger than 50 bytes (max-file-size)"),
        ("bin.js", "binary"),
    ]


def test_links_are_not_followed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.js"
    outside.write_text(LOGOUT, encoding="utf-8")
    write(repository, "a.js")
    (repository / "b.js").symlink_to(outside)
    (repository / "c.js").symlink_to("nowhere.js")
    (repository / "loop").symlink_to(repository)
    project = opened(repository)
    assert list(project.mentioning(["logout"])) == ["a.js"]
    assert project.gaps == {}


def test_an_override_needs_no_file(repository: Path) -> None:
    write(repository, "a.js", text="")
    project = Project.open(
        [repository / "new.js"], Config(), cwd=repository, overrides={repository / "new.js": LOGOUT}
    )
    assert project.targets == ("new.js",)
    assert list(project.mentioning(["logout"])) == ["new.js"]


def test_changed_files(repository: Path) -> None:
    write(repository, "a.js", "b.js", "c.js")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "one")
    write(repository, "b.js", text="changed")
    write(repository, "new.js")
    (repository / "c.js").unlink()
    assert changed_files(repository, "HEAD") == ["b.js", "new.js"]
    with pytest.raises(GitError, match="nowhere"):
        changed_files(repository, "nowhere")


def test_before_the_first_commit_all_has_changed(repository: Path) -> None:
    write(repository, "a.js", "b.js", ".gitignore", "local/c.js")
    write(repository, ".gitignore", text="/local/\n")
    git(repository, "add", "a.js")
    assert changed_files(repository, "HEAD") == [".gitignore", "a.js", "b.js"]


def test_without_git_nothing_is_known_of_changes(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not a git repository"):
        changed_files(tmp_path, "HEAD")


def test_a_shallow_clone_is_told_to_fetch(repository: Path, tmp_path: Path) -> None:
    write(repository, "a.js")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "one")
    git(repository, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    with pytest.raises(GitError, match="no commit is called 'HEAD~1' here; this clone is shallow"):
        changed_files(repository / "shallow", "HEAD~1")


def test_changed_files_since_a_branch_are_those_of_this_side(repository: Path) -> None:
    write(repository, "a.js", "b.js")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "one")
    git(repository, "branch", "-M", "main")
    git(repository, "checkout", "-qb", "topic")
    write(repository, "a.js", text="topic")
    git(repository, "commit", "-qam", "two")
    git(repository, "checkout", "-q", "main")
    write(repository, "b.js", text="main")
    git(repository, "commit", "-qam", "three")
    git(repository, "checkout", "-q", "topic")
    assert changed_files(repository, "main") == ["a.js"]


# Apps in the configuration


def test_settings_of_an_app(repository: Path) -> None:
    write(repository, "packages/admin/src/a.js", "packages/web/src/a.js")
    write(
        repository, "packages/admin/package.json", "packages/web/package.json", text='{"name": "x"}'
    )
    admin = AppConfig({"FS203": "warning"}, assume_fullstory=True)
    project = opened(repository, config=Config(apps={"packages/admin": admin}))
    assert project.app_settings("packages/admin/src/a.js") is admin
    assert project.app_settings("packages/web/src/a.js") is None
    assert [(app.root, app.uses_fullstory) for app in project.apps] == [
        ("packages/admin", True),
        ("packages/web", False),
    ]
    app = project.app_of("packages/web/src/a.js")
    assert app is not None
    assert app.root == "packages/web"
    assert project.app_of("a.js") is None
