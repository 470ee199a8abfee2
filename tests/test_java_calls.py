"""The calls that the Java reader sees, compared with those that javac sees."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fslint.flow import Call, FileFlow, Member, Name, Value
from fslint.languages.java import lower
from fslint.link.traverse import deep, file_values

HERE = Path(__file__).parent
FIXTURE = HERE / "fixtures" / "mobile" / "android_java"
HARD = """
package a;
class A<T extends Comparable<T>> extends B<A<T>> {
    int[] x = {f(), g()[0]}, y[] = new int[h()][];
    Runnable r = () -> { if (a < b && c > (d)) e(); };
    { this.<String>m("\\u00e9\\"", 'x', '\\'').n()
        .o(p -> q(p), (s, t) -> { return u(); }, V::new, w()::k); }
    A() { super(b < c, d > e()); }
    A(int i) { this(); new Inner(i) { void z() { A.this.z(); A.super.z(); } }.z(); }
    @H(i = {1, 2}, j = @K("l")) <U> Map<U, ? super T[]> m(final U... u) throws N, O {
        List<Map<S, int[]>> q = (List<Map<S, int[]>>) (Object) r(s >> 2, t >>> u, -v(), !w());
        for (int i = 0, j = k(); i < j; i++, l())
            for (Map.Entry<A, B> e : m().entrySet()) n(e);
        do { o(); } while (p() ? q() : r() ? s() : t());
        switch (u()) { case 1, 2: v(); default: w(); }
        int x = switch (y()) {
            case 3 -> b(); case 4, 5 -> { yield f(); } default -> throw g(); };
        try (H h = i(); j) { k(); } catch (final L | M e) { n(); } finally { o(); }
        synchronized (p()) { assert q() : r(); }
        a: while (s()) { if (t() instanceof U u && v(u)) continue a; else break a; }
        return \"\"\"
            w() "x" \\\"\"\"
            \"\"\".y(new Z<>(), new int[] {a(), (b) c()}, (int) d(), (e) -f());
    }
    enum E implements F { A(g()) { int h() { return i(); } }, B { }; abstract int h(); }
    record P(@Q int r) { P { s(); } static int t = u(); }
    interface V { default int w() { return x(); } int y() default z; }
}
"""

Seen = set[tuple[int, str, int]]


def calls_in(values: Iterator[Value]) -> Seen:
    """Start, name and number of arguments of the calls in some values."""
    found: Seen = set()
    for value in values:
        for part in deep(value):
            if isinstance(part, Call):
                callee = part.callee
                name = callee.name if isinstance(callee, Member) else ""
                name = callee.id if isinstance(callee, Name) else name
                found.add((part.span.start, name, len(part.args)))
    return found


def decorators(flow: FileFlow) -> Iterator[Value]:
    for function in flow.functions:
        yield from function.decorators
        for param in function.params:
            yield from param.decorators
    for declared in flow.classes:
        yield from declared.decorators


def ours(path: Path) -> Seen:
    flow = lower(str(path), path.read_text("utf-8"))
    assert flow.problems == []
    return calls_in(value for _, value in file_values(flow)) - calls_in(decorators(flow))


def theirs(paths: list[Path]) -> dict[str, Seen]:
    command = ["java", str(HERE / "oracles" / "Calls.java"), *map(str, paths)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, Seen] = {str(path): set() for path in paths}
    for line in said.splitlines():
        file, start, name, count = line.split("\t")
        found[file].add((int(start), name, int(count)))
    return found


@pytest.mark.oracle
def test_the_same_calls_as_javac(tmp_path: Path) -> None:
    hard = tmp_path / "A.java"
    hard.write_text(HARD, encoding="utf-8")
    paths = [hard, *sorted(FIXTURE.rglob("*.java"))]
    seen = theirs(paths)
    assert {str(path): ours(path) for path in paths} == seen
    assert len(seen[str(hard)]) == 59
