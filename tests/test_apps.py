"""Apps and their SDKs, from the manifests of each ecosystem."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fslint.apps import find_apps
from fslint.engine import check_texts
from fslint.findings import App
from fslint.sources import Sources


def apps(tmp_path: Path, files: dict[str, str]) -> list[App]:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found, problems = find_apps(Sources(tmp_path), files)
    assert problems == []
    return found


def package(name: str = "x", **more: object) -> str:
    return json.dumps({"name": name, **more})


REACT_NATIVE = package(dependencies={"react-native": "0.74.0"})


@pytest.mark.parametrize(
    ("files", "roots"),
    [
        ({"package.json": package(), "api/requirements.txt": ""}, ["", "api"]),
        # The native folders of a hybrid app are a part of it.
        ({"package.json": REACT_NATIVE, "ios/Podfile": "", "android/settings.gradle": "",
          "android/app/build.gradle": ""}, [""]),
        ({"pubspec.yaml": "name: a", "ios/Podfile": "", "android/build.gradle": ""}, [""]),
        ({"m/pubspec.yaml": "name: a", "m/ios/Runner.xcodeproj/project.pbxproj": ""}, ["m"]),
        # Those of an app that is none are apps.
        ({"package.json": package(), "ios/Podfile": ""}, ["", "ios"]),
        # A Gradle build is one app, its modules are not.
        ({"settings.gradle.kts": "", "app/build.gradle.kts": "", "core/build.gradle.kts": "",
          "gradle/libs.versions.toml": ""}, [""]),
        ({"a/build.gradle": "", "b/build.gradle": ""}, ["a", "b"]),
        # A workspace holds apps and is none.
        ({"package.json": package(workspaces=["packages/*"]), "packages/a/package.json": package(),
          "packages/b/package.json": package()}, ["packages/a", "packages/b"]),
        ({"package.json": package(workspaces=["packages/*"])}, [""]),
        ({"package.json": package(workspaces=["p/*"], dependencies={"@fullstory/browser": "2.0.0"}),
          "p/a/package.json": package()}, ["", "p/a"]),
        # A package.json that only sets the module type is no package.
        ({"package.json": package(), "src/esm/package.json": '{"type": "module"}'}, [""]),
        ({"App.xcodeproj/project.pbxproj": ""}, [""]),
    ],
)  # fmt: skip
def test_roots(tmp_path: Path, files: dict[str, str], roots: list[str]) -> None:
    assert [app.root for app in apps(tmp_path, files)] == roots


@pytest.mark.parametrize(
    ("files", "sdks"),
    [
        ({"package.json": package(dependencies={"react": "1.0.0"})}, []),
        ({"package.json": package("fullstory-demo", scripts={"fullstory:up": "x"})}, []),
        ({"package.json": package(dependencies={"@fullstory/browser": "^2.0.3"})},
         [("@fullstory/browser", "2.0.3")]),
        ({"package.json": package(dependencies={"@fullstory/browser": "*"})},
         [("@fullstory/browser", "")]),
        ({"package.json": package(dependencies={"react-fullstory": "latest"})},
         [("react-fullstory", "")]),
        ({"Podfile": "# pod 'FullStory', '1.0'\npod 'FullStory', '~> 1.43'\n"},
         [("FullStory", "1.43")]),
        ({"Podfile": "pod 'FullStory', :http => 'https://example.com/fullstory-1.48.0.tar.gz'"},
         [("FullStory", "1.48.0")]),
        ({"Package.swift": '.package(url: "https://github.com/fullstorydev/fullstory-swift-package-'
          'ios.git", from: "1.43.0")'}, [("fullstory-swift-package-ios", "1.43.0")]),
        ({"A.xcodeproj/project.pbxproj": 'repositoryURL = "https://github.com/fullstorydev/fullstor'
          'y-swift-package-ios";\n\t\t\trequirement = {\n\t\t\t\tkind = upToNextMajorVersion;\n\t\t'
          '\t\tminimumVersion = 1.19.1;\n\t\t\t};'}, [("fullstory-swift-package-ios", "1.19.1")]),
        ({"build.gradle": "dependencies {\n  // classpath 'com.fullstory:gradle-plugin-local:1.0.0'"
          "\n  classpath 'com.fullstory:gradle-plugin-local:1.40.0'\n}"},
         [("com.fullstory:gradle-plugin-local", "1.40.0")]),
        ({"build.gradle.kts": 'plugins {\n  id("com.fullstory") version "1.60.0"\n}'},
         [("com.fullstory", "1.60.0")]),
        ({"build.gradle": "applicationId 'com.fullstorydev.demo'"}, []),
        ({"pubspec.yaml": "name: fullstory_demo\ndependencies:\n  fullstory_flutter: ^0.6.0\n"},
         [("fullstory_flutter", "0.6.0")]),
        ({"requirements.txt": "# fullstory\ndjango\nfullstory-client==1.2\n"},
         [("fullstory-client", "1.2")]),
    ],
)  # fmt: skip
def test_sdks(tmp_path: Path, files: dict[str, str], sdks: list[tuple[str, str]]) -> None:
    (app,) = apps(tmp_path, files)
    assert [(sdk.name, sdk.version) for sdk in app.sdks] == sdks


def test_where_an_sdk_is_stated(tmp_path: Path) -> None:
    text = package(dependencies={"é": "1.0.0", "@fullstory/browser": "2.0.0"})
    (app,) = apps(tmp_path, {"package.json": text})
    place = app.sdks[0].place
    assert place.file == "package.json"
    assert text[place.start : place.end] == "@fullstory/browser"


@pytest.mark.parametrize(
    ("lock", "text", "version"),
    [
        ("package-lock.json",
         '{"packages": {"node_modules/@fullstory/browser": {\n      "version": "2.0.8",', "2.0.8"),
        ("package-lock.json", '{"dependencies": {"@fullstory/browser": {\n  "version": "2.0.6",',
         "2.0.6"),
        ("yarn.lock", '"@fullstory/browser@^2.0.0":\n  version "2.0.7"\n', "2.0.7"),
        ("yarn.lock", '"@fullstory/browser@npm:^2.0.0":\n  version: 2.0.7\n', "2.0.7"),
        ("pnpm-lock.yaml", "packages:\n  '@fullstory/browser@2.0.5':\n", "2.0.5"),
        ("pnpm-lock.yaml", "packages:\n  /@fullstory/browser/2.0.4:\n", "2.0.4"),
        ("bun.lock", '"@fullstory/browser": ["@fullstory/browser@2.0.3", "", {}]', "2.0.3"),
        # Two versions: the one that the stated major fits; else none can be told.
        ("yarn.lock", '"@fullstory/browser@^1.0.0":\n  version "1.7.1"\n'
         '"@fullstory/browser@^2.0.0":\n  version "2.0.7"\n', "2.0.7"),
        ("yarn.lock", '"a@^1.0.0":\n  version "1.7.1"\n', "2.0.0"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("folder", ["", "web"])
def test_the_lock_file_knows_better(
    tmp_path: Path, lock: str, text: str, version: str, folder: str
) -> None:
    (tmp_path / lock).write_text(text, encoding="utf-8")
    name = f"{folder}/package.json".lstrip("/")
    (app,) = apps(tmp_path, {name: package(dependencies={"@fullstory/browser": "^2.0.0"})})
    assert [sdk.version for sdk in app.sdks] == [version]


@pytest.mark.parametrize(
    ("manifest", "text", "lock", "locked", "version"),
    [
        ("Podfile", "pod 'FullStory'", "Podfile.lock", "PODS:\n  - FullStory (1.48.0)\n", "1.48.0"),
        ("pubspec.yaml", "dependencies:\n  fullstory_flutter: any\n", "pubspec.lock",
         'packages:\n  fullstory_flutter:\n    dependency: "direct main"\n    source: hosted\n'
         '    version: "0.6.0"\n', "0.6.0"),
        ("Package.swift", '.package(url: "https://example.com/fullstory-swift-package-ios")',
         "Package.resolved", '{"identity" : "fullstory-swift-package-ios",\n"state" : {\n'
         '"revision" : "a",\n"version" : "1.73.0"}}', "1.73.0"),
    ],
)  # fmt: skip
def test_the_lock_files_of_mobile_apps(
    tmp_path: Path, manifest: str, text: str, lock: str, locked: str, version: str
) -> None:
    (tmp_path / lock).write_text(locked, encoding="utf-8")
    (app,) = apps(tmp_path, {manifest: text})
    assert [sdk.version for sdk in app.sdks] == [version]


@pytest.mark.parametrize(
    ("name", "uses"),
    [
        ("@fullstory/browser", True),
        ("react-fullstory", True),
        ("@fullstory/react-native", True),
        ("@fullstory/server-api-client", False),
        ("@fullstory/babel-plugin-annotate-react", False),
    ],
)
def test_a_package_that_records(tmp_path: Path, name: str, uses: bool) -> None:
    (app,) = apps(tmp_path, {"package.json": package(dependencies={name: "1.0.0"})})
    assert app.uses_fullstory is uses


def test_a_page_that_records() -> None:
    page = "<script>_fs_org = 'X'; _fs_host = 'fullstory.com'; g._v = '2.0.0'</script>"
    logout = "export const logout = () => fetch('/logout', { method: 'POST' });"
    texts = {"package.json": "{}", "public/index.html": page, "src/session.js": logout}
    result = check_texts(texts, assume_fullstory=False)
    (app,) = result.checked.apps
    assert (app.uses_fullstory, app.identifies) == (True, False)
    assert [(f.code, f.severity) for f in result.findings] == [("FS201", "warning")]


def test_an_app_of_a_workspace_without_a_package_has_the_workspaces(tmp_path: Path) -> None:
    root = package(dependencies={"@fullstory/browser": "2.0.0"})
    (tmp_path / "nx.json").write_text("{}", encoding="utf-8")
    found = apps(tmp_path, {"package.json": root, "apps/web/project.json": "{}"})
    assert [(app.root, app.uses_fullstory) for app in found] == [("", True), ("apps/web", True)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "not valid JSON (line 1)"),
        ("[]", "not a JSON object"),
        ('{"a": 1,\n "b": }', "not valid JSON (line 2)"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_malformed_manifest_is_named(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "package.json").write_text(text, encoding="utf-8")
    found, problems = find_apps(Sources(tmp_path), ["package.json"])
    assert [app.root for app in found] == [""]
    assert [tuple(gap) for gap in problems] == [("package.json", problem)]


def test_a_huge_lock_file_takes_little_time(tmp_path: Path) -> None:
    entry = '    "node_modules/left-pad-%d": {\n      "version": "1.0.0"\n    },\n'
    filler = "".join(entry % number for number in range(200_000))
    last = '    "node_modules/@fullstory/browser": {\n      "version": "2.0.8"\n    }\n'
    (tmp_path / "package-lock.json").write_text(filler + last, encoding="utf-8")
    (app,) = apps(
        tmp_path, {"package.json": package(dependencies={"@fullstory/browser": "^2.0.0"})}
    )
    assert app.sdks[0].version == "2.0.8"
