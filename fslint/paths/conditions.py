"""What a test says under what is known: true, false, or either."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Either, Literal, Member, Name, Object, Op, Value
from fslint.link.abstract import Const
from fslint.link.actions import same_action, type_names
from fslint.link.bound import alias, constant_binding, declared_in
from fslint.link.index import Fn
from fslint.link.keeping import RUNNING
from fslint.link.setters import DID_SET
from fslint.link.traverse import text_of
from fslint.paths.asked import Asked
from fslint.paths.classes import Classes
from fslint.paths.emptiness import compared, of_nothing
from fslint.paths.guards import Guards
from fslint.paths.known import (
    EMPTY,
    NULL,
    TRUTHY,
    UNDEFINED,
    Env,
    Fact,
    is_arms,
    is_true,
    literal_fact,
    merged,
)
from fslint.paths.learning import Learning
from fslint.paths.phones import on_phones
from fslint.paths.prerequisites import Prerequisites
from fslint.paths.remembered import remembers
from fslint.paths.returned import known_of

if TYPE_CHECKING:
    from fslint.link.program import Program

MOST_NAMES = 12

SETTER = re.compile(r"^set([A-Z])")
"""How Objective-C calls what sets a property: `setUser` for `user`."""


class Conditions:
    """Decides tests in a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.classes = Classes(program)
        asked = Asked(program)
        self.asked = asked.names
        self.members_asked = asked.members
        self._prerequisites = Prerequisites(program)
        self._guards = Guards(program, self.truth)
        self._learning = Learning(program, self.key)
        self.learn = self._learning.learn

    def key(self, value: Value, fn: Fn) -> str:
        """The name under which facts about a value are kept; '' if it has none.

        A name is kept with the function that declares it, so that closures share the facts of the
        functions around them.
        """
        if isinstance(value, Name):
            return self.key_of(value.id, fn)
        if isinstance(value, Member):
            inner = self.key(value.of, fn)
            return f"{inner}.{value.name}" if inner else ""
        if isinstance(value, Call) and not value.args:
            inner = self.key(value.callee, fn)
            return f"{inner}()" if inner else ""
        callee = value.callee if isinstance(value, Call) else None
        if isinstance(value, Call) and isinstance(callee, Member) and callee.name == "get":
            entry = value.args[0].value
            inner = self.key(callee.of, fn) if isinstance(entry, Literal) else ""
            return f"{inner}.{entry.value}" if inner and isinstance(entry, Literal) else ""
        return ""

    def key_of(self, name: str, fn: Fn) -> str:
        """The key of a name that is in scope in a function."""
        index = declared_in(self.program.flows[fn.file].functions, name, fn.index)
        return f"{fn.file}:{index}:{name}" if index >= 0 else name

    def shared(self, env: Env, fn: Fn, callee: Fn) -> Env:
        """What is left of the `env` of a function in one that it calls: which arms are looked at
        and, where both are of one file, facts about names that are in scope there, and that no
        function declares."""
        if callee.file != fn.file:
            return tuple(pair for pair in env if is_arms(pair[1]))
        around = self.program.index.class_around
        if around(fn) is not around(callee):  # what an object keeps is its own
            env = tuple(pair for pair in env if pair[1][0] != "function" or ":" in pair[0])
        functions = self.program.flows[callee.file].functions
        scopes = []
        index = callee.index
        while index >= 0:
            scopes.append(f"{callee.file}:{index}:")
            index = functions[index].parent
        outer = tuple(scopes)
        declared = f"{callee.file}:"
        return tuple(
            pair
            for pair in env
            if not pair[0].startswith(declared)
            or (outer and pair[0].startswith(outer))
            or is_arms(pair[1])
        )

    def fact(self, value: Value, fn: Fn, env: Env, renamed: int = 0) -> Fact | None:
        """What is known of a value; `renamed` counts the names it was followed through."""
        known = literal_fact(value)
        if known is not None:
            return known
        if isinstance(value, Either):
            return self._chosen(value, fn, env, renamed)
        key = self.key(value, fn)
        if key:
            for name, fact in env:
                if name == key:
                    return fact
            if isinstance(value, Member):
                outer = self.fact(value.of, fn, env, renamed)
                if outer is not None and outer[0] in ("null", "undefined"):
                    return UNDEFINED
            other = alias(self.program, value, fn)
            if other is not None and renamed < MOST_NAMES:
                return self.fact(other, fn, env, renamed + 1)
        result = known_of(self.program, value, fn, env)
        if result is not None:
            return result
        if isinstance(value, Member) and renamed < MOST_NAMES:
            part = self._of_part(value, fn, env, renamed)
            if part is not None:
                return part
        if isinstance(value, Name):
            found = self.program.evaluator.evaluate(value, fn)
            constant = constant_binding(self.program, value, fn)
            if isinstance(constant, Literal) and len(found) == 1 and isinstance(found[0], Const):
                return literal_fact(found[0].literal)
            if isinstance(constant, Either) and renamed < MOST_NAMES:
                return self._chosen(constant, fn, env, renamed + 1)
        callee = value.callee if isinstance(value, Call) else None
        if isinstance(callee, Member) and callee.optional:
            of = self.fact(callee.of, fn, env, renamed)
            if of is not None and of[0] in ("null", "undefined"):
                return UNDEFINED
        if any(known == EMPTY for _, known in env):
            nothing = of_nothing(value, lambda one: self.fact(one, fn, env, renamed))
            if nothing is not None:
                return nothing
        return self.classes.made(value, fn)

    def _chosen(self, value: Either, fn: Fn, env: Env, renamed: int) -> Fact | None:
        """What is known of a value that is one of several: the first that is there, where each
        falls back on the next; else only whether none of them is (`user?.id ?? null`)."""
        facts = [self.fact(one, fn, env, renamed) for one in value.values]
        for fact in facts:
            if fact is None or fact[0] not in ("null", "undefined"):
                return fact if value.falls_back else None
        return facts[-1] if facts else None

    def _of_part(self, value: Member, fn: Fn, env: Env, renamed: int) -> Fact | None:
        """What is known of a member of what is written out, or of one of several: of an
        `options || {}` where it is the same for both."""
        of: Value | None = value.of
        if isinstance(of, Name):
            given_anew = value.name in self.program.index.assigns_by_name
            of = None if given_anew else constant_binding(self.program, of, fn)
        made = merged(of)
        if made is not None:
            return self._of_entries(made, value, fn, env, renamed)
        if isinstance(value.of, Either) or (isinstance(value.of, Op) and value.of.op == "||"):
            held = value.of.values if isinstance(value.of, Either) else value.of.operands
            facts = [self.fact(replace(value, of=one), fn, env, renamed + 1) for one in held]
            return facts[0] if len(set(facts)) == 1 else None
        return None

    def _of_entries(
        self, made: Object, value: Member, fn: Fn, env: Env, renamed: int
    ) -> Fact | None:
        """What is known of a member of an object that is written out: the last of its entries that
        has it, with those of other objects that it takes in."""
        for entry in reversed(made.entries):
            fact = None
            if entry.kind == "spread":
                fact = self.fact(replace(value, of=entry.value), fn, env, renamed + 1)
                if fact == UNDEFINED:
                    continue
            elif entry.kind == "value" and entry.key:
                if entry.key != value.name:
                    continue
                fact = self.fact(entry.value, fn, env, renamed)
            return fact
        return UNDEFINED

    def given_function(self, callee: Value, fn: Fn, env: Env) -> Fn | None:
        """The function that a called name is known to stand for: a closure that was handed over."""
        if isinstance(callee, Member) and callee.name in RUNNING:
            callee = callee.of
        held = isinstance(callee, Member) and isinstance(callee.of, Name)
        key = self.key(callee, fn) if isinstance(callee, Name) or held else ""
        fact = next((fact for name, fact in env if name == key), None) if key else None
        return fact[1] if fact is not None and isinstance(fact[1], Fn) else None

    def case(self, subject: Fact, case: Value, fn: Fn) -> Fact | None:
        """What a `switch` compares its subject with: the subject itself where they are alike."""
        if subject[0] == "class":
            held = self.classes.is_of(str(subject[1]), case)
            return None if held is None else subject if held else NULL
        if subject[0] == "action":
            return subject if self._is_action(str(subject[1]), case, fn) else NULL
        if subject[0] == "constructor":  # an arm of `event.when(signedOut: …)` names it
            label = case.id if isinstance(case, Name) and case.id[:1].islower() else ""
            return (subject if label == subject[1] else NULL) if label else None
        if subject[0] in ("entry", "null"):
            return self.classes.made(case, fn) or self.classes.entry(case, fn) or literal_fact(case)
        return literal_fact(case) or self.classes.made(case, fn)

    def _is_action(self, key: str, value: Value, fn: Fn) -> bool:
        """Whether a value is, or names, the type of the action known by `key`."""
        return any(same_action(key, told) for told in self.program.keys.types(value, fn))

    def _asked(self, test: Call, fn: Fn, env: Env) -> bool | None:
        """Whether a call holds that asks which action a function was given."""
        function = self.program.function(fn)
        asked = list(self.program.keys.actions.asked(test, function, fn))
        for name in type_names(function) if asked else ():
            for key, fact in env:
                if key == f"{fn.file}:{fn.index}:{name}" and fact[0] == "action":
                    return any(self._is_action(str(fact[1]), one, fn) for one in asked)
        return None

    def changed(self, step: Assign, fn: Fn, observer: Fn) -> Env:
        """What an observer of a property knows of it once it has been assigned in `fn`: what it
        is, and that there was something before where there is nothing now."""
        fact = literal_fact(step.value) or self.classes.made(step.value, fn)
        target = step.target
        if fact is None or not isinstance(target, Name | Member):
            return ()
        name = target.id if isinstance(target, Name) else target.name
        return ((name, fact), (f"this.{name}", fact), *self.replaced(step, observer))

    def replaced(self, step: Assign, setter: Fn) -> Env:
        """What a property's setter or observer knows of what was there before: something, where
        nothing is put in its place."""
        fact = literal_fact(step.value)
        if fact is None or is_true(fact) is not False:
            return ()
        function = self.program.function(setter)
        name = SETTER.sub(lambda word: word[1].lower(), function.name.removeprefix(DID_SET))
        former = function.params[-2:-1]  # of `observable(null) { _, old, new -> … }`
        former = function.params if function.name.startswith(DID_SET) else former
        kept = ("field", f"_{name}", f"m{name[:1].upper()}{name[1:]}")
        return (
            *((self.key_of(one.name, setter), TRUTHY) for one in former),
            *((f"{of}{one}", TRUTHY) for one in kept for of in ("", "this.")),
        )

    def truth(self, test: Value | None, fn: Fn, env: Env) -> bool | None:
        """Whether a test holds; None for either way."""
        if test is None:
            return None
        if isinstance(test, Name) and test.id == "this":
            return True
        if isinstance(test, Op):
            return self._operator(test, fn, env)
        fact = self.fact(test, fn, env)
        if fact is not None:
            return is_true(fact)
        if self._guards.holds_for(test, fn):
            return self._guards.lets_pass(test, fn)
        asked_first = self._prerequisites.holds(test, fn)
        if asked_first is not None:
            return asked_first
        if isinstance(test, Call) and len(test.args) == 1:
            if text_of(test.callee) in ("Boolean", "Boolean.TRUE.equals"):
                return self.truth(test.args[0].value, fn, env)
            asked = self._asked(test, fn, env)
            if asked is not None:
                return asked
        constant = constant_binding(self.program, test, fn) if isinstance(test, Name) else None
        if isinstance(constant, Call) and text_of(constant.callee) == "Boolean":
            return self.truth(constant, fn, env)
        meant = alias(self.program, test, fn)
        held = self._operator(meant, fn, env) if isinstance(meant, Op) else None
        return self._decided(test, fn, env) if held is None else held

    def _decided(self, test: Value, fn: Fn, env: Env) -> bool | None:
        key = self._learning.decision(test, fn)
        for name, fact in env:
            if name == key and key:
                return is_true(fact)
        return None

    def _operator(self, test: Op, fn: Fn, env: Env) -> bool | None:
        operands = test.operands
        if test.op == "!" and operands:
            inner = self.truth(operands[0], fn, env)
            return None if inner is None else not inner
        everywhere = on_phones(test)
        if everywhere is not None:
            return everywhere
        if test.op in ("&&", "||") and len(operands) == 2:
            sides = [self.truth(o, fn, env) for o in operands]
            decisive = test.op == "||"
            if decisive in sides:
                return decisive
            return None if None in sides else not decisive
        if test.op in ("==", "!=") and len(operands) == 2:
            same = self._equal(operands[0], operands[1], fn, env)
            if same is None and remembers(self.program.function(fn), *operands):
                same = False
            if same is not None:
                return same if test.op == "==" else not same
        if test.op == "instanceof" and len(operands) == 2:
            fact = self.fact(operands[0], fn, env)
            if fact is not None and fact[0] == "class":
                return self.classes.is_of(str(fact[1]), operands[1])
            if fact is not None and fact[0] in ("null", "undefined"):
                return False
        if test.op == "in" and len(operands) == 2 and isinstance(operands[0], Literal):
            name = f"{text_of(operands[1])}.{operands[0].value}"
            if self.program.vocabulary.guards((name,)):
                return True
            inside = f"{self.key(operands[1], fn)}.{operands[0].value}"
            if any(key == inside and fact in (NULL, UNDEFINED) for key, fact in env):
                return False
        less = compared(test, lambda one: self.fact(one, fn, env))
        return self._decided(test, fn, env) if less is None else less

    def _equal(self, left: Value, right: Value, fn: Fn, env: Env) -> bool | None:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Op) and one.op == "typeof" and isinstance(other, Literal):
                return self._type_is(one.operands[0], str(other.value), fn, env)
            guarding = isinstance(other, Literal) and self._guards.holds_for(one, fn)
            if isinstance(other, Literal) and other.kind in ("null", "undefined"):
                fact = self.fact(one, fn, env)
                if fact is not None:
                    return fact[0] == "undefined" or (fact[0] == "null" and other.kind == "null")
                return not self._guards.lets_pass(one, fn) if guarding else None
            if isinstance(other, Literal) and guarding:
                if other.kind == "string":
                    unseen = self._guards.of_development(str(other.value))
                    return self._guards.lets_pass(one, fn) and not unseen
                if other.kind == "bool":
                    return self.truth(one, fn, env) is other.value
                if other.kind == "number":
                    return True
        first, second = (self.fact(v, fn, env) for v in (left, right))
        for fact, other in ((first, right), (second, left)):
            if fact is not None and fact[0] == "action":
                return self._is_action(str(fact[1]), other, fn)
        if first is not None and first[0] in ("null", "undefined", "entry"):
            second = second or self.classes.entry(right, fn)
        if first is None or second is None:
            return None
        if "truthy" in (first[0], second[0]) or "falsy" in (first[0], second[0]):
            return False if is_true(first) != is_true(second) else None
        return first == second

    def _type_is(self, value: Value, kind: str, fn: Fn, env: Env) -> bool | None:
        fact = self.fact(value, fn, env)
        if fact is not None and fact[0] in ("null", "undefined", "string", "number"):
            return {"null": "object", "undefined": "undefined"}.get(fact[0], fact[0]) == kind
        there = text_of(value) in ("window", "document", "globalThis")
        if there or self._guards.holds_for(value, fn):
            return kind != "undefined"
        return None
