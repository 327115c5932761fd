# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line. What a command needs is imported when it is called, so that --help is quick."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True)
class Entry:
    """Where a command lives: a module of this package, its object there, and one line about it."""

    module: str
    name: str
    about: str
    needs_django: bool = True


COMMANDS = {
    "serve": Entry("serve", "serve", "Serve the web pages, with the worker beside them.", needs_django=False),
    "worker": Entry("worker", "worker", "Run background jobs and what recurs."),
    "prepare": Entry("data", "prepare", "Make database, city and static files ready to serve."),
    "migrate": Entry("data", "migrate", "Bring the database's tables up to date."),
    "load-city": Entry("city", "load_city", "Load a city pack, showing what changes."),
    "check-city": Entry("city", "check_city", "Name every fault of a city pack."),
    "load-outlines": Entry("city", "load_outlines", "Put official outlines of the areas in force."),
    "locate": Entry("city", "locate", "Say in which area a point lies."),
    "route": Entry("routing", "route", "Say where a text would go, and why."),
    "routing": Entry("routing", "routing", "Train, try and evaluate the routing."),
    "example": Entry("example", "example", "Fill the city with invented cases, marked as such."),
    "remove-example": Entry("example", "remove_example", "Remove every invented case and account."),
    "verify-log": Entry("verify", "verify_log", "Check the hash chain of every case."),
    "verify-figures": Entry("verify", "verify_figures", "Recount the cases and check that the figures balance."),
    "backup": Entry("backup", "backup", "Write database and files into one archive, while the city works."),
    "restore": Entry("backup", "restore", "Bring an archive back into an empty installation."),
    "check": Entry("check", "check", "Check the settings; --deploy says what production lacks."),
    "create-staff": Entry("staff", "create_staff", "Create an account that holds an office."),
    "issue-api-key": Entry("staff", "issue_api_key", "Make a key for a partner's program."),
    "bench": Entry("bench", "bench", "Measure, and say whether the budgets hold."),
}


class UnusableInput(click.ClickException):
    """What was given can't be used: one line on stderr, exit status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"laksa: {self.format_message()}", err=True)


class OutOfReach(UnusableInput):
    """The command is right, but the database or a file does not answer: one line, exit status 1."""

    exit_code = 1


class Commands(click.Group):
    """A group that knows its commands by name and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.needs_django:
            _set_up()
        command = getattr(import_module(f"laksa.config.cli.{entry.module}"), entry.name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.about) for name, entry in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except _bad_input() as error:
            raise UnusableInput(_one_line(error)) from error
        except _trouble() as error:
            raise OutOfReach(f"{type(error).__name__}: {_one_line(error)}") from error


def _set_up() -> None:
    # The whole house speaks Indonesian; the command line is for those who run it, in English.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laksa.config.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")


def _bad_input() -> tuple[type[BaseException], ...]:
    """Return the errors that mean "this can't be used"; looked up only when something was raised."""
    from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError

    from laksa.kernel.errors import Refused

    return (Refused, ImproperlyConfigured, PermissionDenied, ValidationError, UnicodeDecodeError, FileNotFoundError, IsADirectoryError)


def _trouble() -> tuple[type[BaseException], ...]:
    from django.core.management import CommandError
    from django.db import DatabaseError

    return (DatabaseError, CommandError, OSError)


def _one_line(error: BaseException) -> str:
    return " ".join(str(getattr(error, "message", "") or error).split()) or type(error).__name__


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from laksa.config.version import version

        click.echo(version())
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version and exit.")
def cli() -> None:
    """Laksa: a city hears its residents."""


def main() -> None:
    """Run the command line; the door of bin/laksa and of the installed `laksa`."""
    # Texts are UTF-8 whatever the terminal's locale says.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = cli.main(prog_name="laksa", standalone_mode=False)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "laksa"
        click.echo(f"laksa: {error.format_message()} ({where} --help tells more)", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
