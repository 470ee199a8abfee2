"""`fslint test`: rule pages as their own tests."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from fslint import exit_codes
from fslint.commands.options import load_config, lone_config_options


@click.command("test")
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    metavar="DIR...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@lone_config_options
def command(folders: tuple[Path, ...], **options: Any) -> int:
    """Run the examples on the rule pages in DIR.

    Only the rules of these folders are run, with the vocabulary of the configuration. Every
    finding must be announced on its line, every announced one must be found, and a fixed text
    must come out byte for byte.
    """
    from fslint import examples, pages, rules, vocabulary_tables
    from fslint.entries import VocabularyError
    from fslint.resources import rules_dir, vocabulary_dir

    paths = tuple(folder.resolve() for folder in folders)
    failed = 0
    try:
        loaded = rules.load(paths)
        base = dataclasses.replace(
            load_config(options),
            rules=tuple(path for path in paths if path != rules_dir().resolve()),
            select=tuple(rule.code for rule in loaded),
            ignore=(),
            severity={},
        )
        words = vocabulary_tables.load((vocabulary_dir(), *base.vocabulary), (base.namespace,))
        rules.check_events(loaded, rules.load((rules_dir(),)), words.events())
        for rule in loaded:
            cases = pages.cases(rule.text, rule.file)
            faults = [(Path(rule.file).name, fault) for fault in examples.uncovered(rule, cases)]
            for case in cases:
                where = f"{Path(rule.file).name}:{case.line} {case.title}"
                faults += [(where, fault) for fault in examples.faults(case, base)]
            failed += bool(faults)
            for where, fault in faults:
                click.echo(f"{where}: {fault}")
            verdict = "failed" if faults else "passed"
            click.echo(f"{rule.code} {rule.name}: {len(cases)} examples, {verdict}")
    except (pages.PageError, VocabularyError) as error:
        click.echo(f"fslint: {error}", err=True)
        return exit_codes.BROKEN
    if not loaded:
        click.echo("fslint: no rule pages there", err=True)
        return exit_codes.NOTHING_CHECKED
    return exit_codes.FINDINGS if failed else exit_codes.CLEAN
