"""Reading a rule page's headings, blocks, marks and examples."""

from __future__ import annotations

import time

import pytest

from fslint.pages import Case, Expected, PageError, cases, definition

DEFINITION = "# FS999 a-rule\n\n```toml\ncode = 'FS999'\n```\n\n"


def read(text: str) -> list[Case]:
    return cases(DEFINITION + text, "rule.md")


def test_an_example_without_marks_below_quiet() -> None:
    (case,) = read("## Quiet\n\n### A case\n\nBecause.\n\n```js\nf()\n```\n")
    assert (case.title, case.quiet, case.files) == ("Quiet / A case", True, {"src/app.js": "f()\n"})
    assert case.expected == []


def test_marks_are_taken_out_of_the_text() -> None:
    (case,) = read(
        "## Found\n\n```vue\n<a/> <!-- error: FS201 -->\nf() // warning: FS206 [col 3], "
        "suggestion: FS208\n# error: FS101\n{x} {/* error: FS102 */}\n```\n"
    )
    assert case.files == {"src/App.vue": "<a/>\nf()\n\n{x}\n"}
    assert case.expected == [
        Expected("FS201", "error", "src/App.vue", 1),
        Expected("FS206", "warning", "src/App.vue", 2, 3),
        Expected("FS208", "suggestion", "src/App.vue", 2),
        Expected("FS101", "error", "src/App.vue", 3),
        Expected("FS102", "error", "src/App.vue", 4),
    ]


def test_titled_blocks_under_one_heading_are_one_project() -> None:
    (case,) = read(
        '## Found\n\n```json title="package.json"\n{}\n```\n\n```js title="a.js"\n'
        'f() // error: FS101\n```\n\n```js fixed title="a.js"\ng()\n```\n'
    )
    assert case.files == {"package.json": "{}\n", "a.js": "f()\n"}
    assert case.fixed == {"a.js": "g()\n"}


def test_untitled_blocks_are_projects_of_their_own() -> None:
    first, second = read(
        "## Found\n\n```js\nf() // error: FS101\n```\n\n```js fixed\ng()\n```\n\n"
        "```swift\nf() // error: FS101\n```\n"
    )
    assert first.fixed == {"src/app.js": "g()\n"}
    assert (second.files, set(second.platforms)) == ({"App/Session.swift": "f()\n"}, {"ios"})


def test_a_new_heading_begins_a_new_project() -> None:
    text = '### {}\n\n```js title="a.js"\nf() // error: FS101\n```\n\n'
    assert len(read("## Found\n\n" + text.format("One") + text.format("Two"))) == 2


def test_configuration_belongs_to_its_heading() -> None:
    first, second = read(
        "## Found\n\n### One\n\n```toml config\nx = 1\n```\n\n```js\nf() // error: FS101\n```\n\n"
        "### Two\n\n```js\nf() // error: FS101\n```\n"
    )
    assert (first.config, second.config) == ("x = 1\n", "")


def test_react_native_is_told_by_its_import() -> None:
    (case,) = read(
        "## Found\n\n```tsx\nimport F from '@fullstory/react-native';\nf() // error: FS101\n```\n"
    )
    assert case.platforms == {"react-native"}


def test_other_blocks_are_prose() -> None:
    assert read("## Found\n\n```\nf()\n```\n\n```console\n$ fslint\n```\n") == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("```js\nf()\n", 7, "expected a closing ```"),
        ("## Quiet\n\n```js\nf()\n```\n", 10, "expected a line that says why it is quiet"),
        (
            "## Quiet\n\nNo.\n\n```js\nf() // error: FS101\n```\n",
            12,
            "an example below `Quiet` announces a finding",
        ),
        ("```js\nf()\n```\n", 8, "expected a marked finding, or a place below `Quiet`"),
        ("```js\nf() // error: uid\n```\n", 8, "expected a finding such as `error: FS203 [col 3]`"),
        ("```js fxed\nf()\n```\n", 8, "expected `fixed`, `config` or title, found `fxed`"),
        ("```js fixed\nf()\n```\n", 8, "expected an example before its fixed text"),
        (
            "```js\nf() // error: FS101\n```\n\n```js fixed\nf()\n```\n",
            12,
            "expected the fixed text to differ from the example",
        ),
        (
            '```js title="a.js"\nf() // error: FS101\n```\n```js title="a.js"\n```\n',
            11,
            "`a.js` stands twice under one heading",
        ),
        (
            '```js title="../a.js"\nf()\n```\n',
            8,
            "expected a path inside the project, found `../a.js`",
        ),
        ('```cobol title="a.cbl"\nf\n```\n', 8, "unknown language of an example: `cobol`"),
    ],
)
def test_mistakes_name_file_and_line(text: str, line: int, message: str) -> None:
    with pytest.raises(PageError) as caught:
        read(text)
    assert str(caught.value) == f"rule.md:{line}: {message}"


def test_a_page_has_one_definition() -> None:
    assert definition(DEFINITION, "rule.md").text == "code = 'FS999'\n"
    with pytest.raises(PageError, match=r"rule.md:1: expected a ```toml block"):
        definition("# A page\n", "rule.md")
    with pytest.raises(PageError, match=r"rule.md:10: expected one ```toml definition"):
        read("## x\n\n```toml\n```\n")


@pytest.mark.parametrize("piece", ["`", " ", "#", "// error: ", "// error: FS101, ", "# "])
def test_long_lines_are_read_in_no_time(piece: str) -> None:
    text = DEFINITION + "## Quiet\n\nWhy.\n\n```js\nf()" + "\n" + piece * 50_000
    begun = time.process_time()
    with pytest.raises(PageError):
        cases(text + "x\n```\n" if "error" in piece else text, "rule.md")
    assert time.process_time() - begun < 2
