"""Vocabulary files: what they may say, how their entries outdo one another, what is a mistake."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from vocabulary_cases import FUNCTION, VOCABULARY, Ref, means

from fslint import resources, vocabulary_cache, vocabulary_tables
from fslint.prefilter import Prefilter
from fslint.telling_words import telling_words
from fslint.vocabulary import Vocabulary, VocabularyError
from fslint.vocabulary_tables import load


def read(tmp_path: Path, text: str, name: str = "own.toml") -> Vocabulary:
    """The vocabulary of one user's file beside the built-in ones."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load([resources.vocabulary_dir(), tmp_path])


def test_a_users_entry_wins_at_a_tie_and_by_being_more_exact(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        """
[[call]]
match = ["firebase/auth#signOut"]
events = []

[[call]]
match = ["session.goodbye"]
events = ["sign_out", "leave"]
""",
    )
    assert means("firebase/auth#signOut", using=own) == ""
    assert means("firebase/auth#signOut") == "sign_out: high"
    assert means("session.goodbye", using=own) == "sign_out leave: high"
    assert means("this.session.goodbye", using=own) == ""
    assert "goodbye" in own.words


def test_sets_regexes_and_defaults(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        """
[defaults]
events = ["sign_out"]
confidence = "low"
languages = ["apple"]

[sets]
client = ["{a,b}.", "c."]

[regexes]
bye = "^bye"

[[call]]
match = ["<client>depart"]
when = [{ arg = 0, matches = "<bye>" }]
""",
    )
    assert means("b.depart", "bye now", using=own, language="swift") == "sign_out: low"
    assert means("c.depart", "bye now", using=own, language="objc") == "sign_out: low"
    assert means("c.depart", "hello", using=own, language="swift") == ""
    assert means("c.depart", "bye now", using=own) == ""


def test_what_cannot_be_told_matches_where_the_entry_says_so(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        """
[[call]]
match = ["x.strict"]
events = ["sign_out"]
when = [{ arg = 0, is = true }]

[[call]]
match = ["x.lenient"]
events = ["sign_out"]
when = [{ arg = 0, is = true, maybe = true }]

[[call]]
match = ["x.unless"]
events = ["sign_out"]
unless = [{ arg = 0, is = true }]
""",
    )
    assert means("x.strict", Ref("flag"), using=own) == ""
    assert means("x.lenient", Ref("flag"), using=own) == "sign_out: medium"
    assert means("x.lenient", True, using=own) == "sign_out: high"
    assert means("x.lenient", False, using=own) == ""
    assert means("x.unless", Ref("flag"), using=own) == "sign_out: high"
    assert means("x.unless", True, using=own) == ""


def test_conditions_outdo_none_and_anything_outdoes_the_weak(tmp_path: Path) -> None:
    own = read(
        tmp_path,
        """
[[call]]
match = ["x.go"]
events = ["move"]

[[call]]
match = ["x.go"]
events = ["leave"]
when = [{ arg = 0, is = "away" }]

[[call]]
match = ["y.logout"]
events = ["move"]
weak = true
""",
    )
    assert means("x.go", "there", using=own) == "move: high"
    assert means("x.go", "away", using=own) == "leave: high"
    assert means("y.logout", using=own) == "sign_out: medium"


def test_platforms_narrow() -> None:
    logout = "@auth0/auth0-react#useAuth0().logout"
    assert means(logout, platform="web") == "sign_out leave: high"
    assert means(logout, platform="react-native") == "sign_out: medium"


def test_extra_tables_come_last() -> None:
    extra = {"call": [{"match": ["bye"], "events": ["sign_out"]}]}
    assert means("bye", using=load([resources.vocabulary_dir()], extra=extra)) == "sign_out: high"


HEAD = '[[call]]\nmatch = ["a.b"]\nevents = []\n\n'
MISTAKES: list[tuple[str, str]] = [
    (
        "[[cal]]\n",
        "own.toml: unknown section 'cal'; did you mean 'call'?",
    ),
    ("call = 1\n", "own.toml: 'call' must be a list of tables"),
    ("[[call]]\nmatch = ['a.b'\n", "own.toml: Unclosed array (at end of document)"),
    (
        HEAD + '[[call]]\nmatch = ["a.b"]\nevent = ["move"]\nevents = []\n',
        "own.toml:5: [[call]] has the unknown key 'event'; did you mean 'events'?",
    ),
    (HEAD + '[[call]]\nmatch = ["a.b"]\n', "own.toml:5: [[call]] needs the key 'events'"),
    ("[[call]]\nevents = []\n", "own.toml:1: [[call]] needs the key 'match' or 'names'"),
    (
        '[[call]]\nmatch = ["a.b"]\nevents = ["sign_uot"]\n',
        "own.toml:1: [[call]] 'events': 'sign_uot' is not one of anonymize, identify, track, "
        "stop, sign_out, switch, move, leave, cdp_reset; did you mean 'sign_out'?",
    ),
    (
        '[[call]]\nmatch = ["a.b"]\nevents = []\nconfidence = "sure"\n',
        "own.toml:1: [[call]] 'confidence': 'sure' is not one of low, medium, high",
    ),
    (
        '[[call]]\nmatch = ["a.b"]\nevents = []\nlanguages = ["javascrip"]\n',
        "own.toml:1: [[call]] 'languages': 'javascrip' is not one of javascript, typescript, "
        "python, swift, objc, kotlin, java, dart, markup, web, apple, jvm, mobile; did you mean "
        "'javascript'?",
    ),
    (
        '[[call]]\nmatch = "a.b"\nevents = []\n',
        "own.toml:1: [[call]] 'match': must be a list of strings",
    ),
    (
        "[[call]]\nmatch = []\nevents = []\n",
        "own.toml:1: [[call]] 'match': must not be empty",
    ),
    (
        '[[call]]\nmatch = ["<none>b"]\nevents = []\n',
        "own.toml:1: [[call]] 'match': '<none>b' names no set",
    ),
    (
        '[[call]]\nmatch = ["a.b"]\nevents = []\nwhen = [{ arg = 0 }]\n',
        "own.toml:1: [[call]] 'when': a condition needs exactly one of is, in, matches, "
        "mentions, last, holds, drops, kind, empty, present, absent",
    ),
    (
        '[[call]]\nmatch = ["a.b"]\nevents = []\nfails = "yes"\n',
        "own.toml:1: [[call]] 'fails': must be true or false",
    ),
    (
        '[[runner]]\nmatch = ["a.b"]\nhow = "soon"\nargs = [0]\n',
        "own.toml:1: [[runner]] 'how': 'soon' is not one of now, kept, caught, later, entry, same,"
        " partial, member, apply, request, hooks, operators, started",
    ),
    (
        '[[emit]]\nmatch = ["a.b"]\nkey = "a.b"\n',
        "own.toml:1: [[emit]] 'key': must be an index, a label, or an index and a key such as "
        "'0.effect'",
    ),
    ("[sets]\na = 1\n", "own.toml: 'a' in 'sets' must be a list of strings"),
    ("[regexes]\na = 1\n", "own.toml: 'a' in 'regexes' must be a string"),
    (
        '[[call]]\nnames = "("\nevents = []\n',
        "own.toml#call-1: '(' is no regex: missing ), unterminated subpattern at position 0",
    ),
    (
        '[[call]]\nmatch = ["a.*"]\nevents = []\n',
        "own.toml#call-1: the last name of 'a.*' must be spelt out, without '*'",
    ),
    (
        '[[kind]]\nname = "timeout"\n',
        "own.toml:1: [[kind]] needs exactly the keys 'name' and 'match'",
    ),
    (
        '[[kind]]\nname = "manuel"\nmatch = "x"\n',
        "own.toml:1: [[kind]] 'manuel' is not one of manual, timeout, token-expiry, "
        "account-deletion, forced, switch; did you mean 'manual'?",
    ),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(VocabularyError) as raised:
        read(tmp_path, text)
    assert str(raised.value) == message


def test_what_is_kept_on_disk_is_the_same(tmp_path: Path) -> None:
    dirs = [resources.vocabulary_dir()]
    first = vocabulary_cache.load(tmp_path / "kept", dirs)
    (kept,) = (tmp_path / "kept").iterdir()
    stamp = kept.stat().st_mtime_ns
    again = vocabulary_cache.load(tmp_path / "kept", dirs)
    assert kept.stat().st_mtime_ns == stamp
    for loaded in (first, again):
        assert loaded.words == VOCABULARY.words
        assert means("users.forEach", FUNCTION, using=loaded) == ""
        assert means("firebase/auth#signOut", using=loaded) == "sign_out: high"


def test_a_changed_or_broken_store_is_made_anew(tmp_path: Path) -> None:
    own, kept = tmp_path / "own", tmp_path / "kept"
    own.mkdir()
    (own / "a.toml").write_text('[[call]]\nmatch = ["bye"]\nevents = ["sign_out"]\n')
    assert means("bye", using=vocabulary_cache.load(kept, [own])) == "sign_out: high"
    (own / "a.toml").write_text('[[call]]\nmatch = ["bye"]\nevents = ["leave"]\n\n')
    assert means("bye", using=vocabulary_cache.load(kept, [own])) == "leave: high"
    for broken in (b"", b"\x80\x05cut", pickle.dumps(("other", VOCABULARY)), pickle.dumps(1)):
        for file in kept.iterdir():
            file.write_bytes(broken)
        assert means("bye", using=vocabulary_cache.load(kept, [own])) == "leave: high"


def test_a_store_that_cannot_be_written_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = vocabulary_cache.load(tmp_path / "file", [resources.vocabulary_dir()])
    assert found.words == vocabulary_tables.load([resources.vocabulary_dir()]).words


def test_words_by_language() -> None:
    """A phone's calls stand in no script and no page, and settings hold Fullstory's own alone."""
    words = {each: telling_words(VOCABULARY.entries, each) for each in ("typescript", "data")}
    assert "userdefaults" not in words["typescript"]
    assert "logout" in words["typescript"]
    assert "logout" not in words["data"], "every translation has the word"
    assert "setidentity" in words["typescript"] & words["data"]
    assert telling_words(VOCABULARY.entries) == VOCABULARY.words
    for language in ("python", "markup"):
        told = telling_words(VOCABULARY.entries, language)
        assert {"logout_user", "resetidentity"} & told or "logout" in told
        assert "userdefaults" not in told


def test_no_word_is_cut_short_by_the_prefilter() -> None:
    """`_` and `-` do not count in it: a word that ends with one would be found wherever what
    stands before it is, as `change_` in each `onChange`."""
    assert [word for word in VOCABULARY.words if word.strip("_-") != word] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("typescript", "<Select onChange={(e) => setSelected(e.target.value)} />"),
        ("typescript", "const [page, setCurrentPage] = useState(1);"),
        ("typescript", "switch (kind) { case 'a': return changeTheme(kind); }"),
        ("typescript", "fetch(url, { headers: { Authorization: `Bearer ${read()}` } });"),
        ("typescript", "const [theme] = useLocalStorage('theme', 'dark');"),
        ("typescript", "await db.commit();"),
        ("python", 'name = options.get("name", "")\nkey = options["key"]\nuser = find(key)'),
        ("python", "session = Session()\nsession.commit()"),
        ("kotlin", "val auth = AuthRepository(api)\nprivate val user = load()"),
        ("kotlin", "_isLoading.value = false\ndialogState = null"),
    ],
)
def test_what_all_apps_write_is_no_reason_to_read_a_file(language: str, text: str) -> None:
    words = telling_words(VOCABULARY.entries, language)
    assert Prefilter(words).held(text.encode()) == set()
