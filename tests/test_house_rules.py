# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of STYLE.md that no linter knows: doors, sizes, names."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "laksa"
MODULES = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))

FILE_LINES, TEST_LINES = 400, 500
FUNCTION_LINES, JOURNEY_LINES, FUNCTION_ARGUMENTS = 40, 60, 6
TEMPLATE_LINES, SCRIPT_LINES, ALL_SCRIPT_LINES, README_LINES = 150, 100, 2_500, 25
FORBIDDEN_NAMES = {"utils", "helpers", "services", "managers", "constants", "signals", "common", "misc"}

# What another module may enter: its decisions and tables, never its edges.
DOORS = {"actions", "models", "policies", "rules"}
MORE_DOORS = {"identity": {"http"}, "ui": {"context", "templatetags", "middleware"}, "shell": {"http"}}
# Machinery without a domain word, and doors to the outside: open in every room.
OPEN_MODULES = {"kernel", "gateways"}


@cache
def project_files(*patterns: str) -> tuple[Path, ...]:
    """Return what git knows or would add, so that data and environments are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for name in sorted(set(listed.stdout.splitlines())) if (path := ROOT / name).is_file())


def python_files() -> list[Path]:
    return [path for path in project_files("*.py") if "migrations" not in path.parts]


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts or path.name == "conftest.py"


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def line_count(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_modules_are_entered_by_their_doors_only():
    graph = grimp.build_graph("laksa", cache_dir=None)
    trespassers = []
    for importer in sorted(graph.modules):
        if ".tests" in importer or importer == "laksa.conftest":
            continue
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            if not may_enter(importer.split("."), imported.split(".")):
                trespassers.append(f"{importer} -> {imported}")

    assert trespassers == []


def may_enter(importer: list[str], imported: list[str]) -> bool:
    if len(imported) < 3 or importer[1:2] == imported[1:2]:
        return True
    module, room = imported[1], imported[2]
    # The house itself (config) puts the modules together: it knows their pages.
    if importer[1:2] == ["config"] and room in {"urls", "views", "tasks"}:
        return True
    return module in OPEN_MODULES or room in DOORS | MORE_DOORS.get(module, set())


def test_files_stay_short():
    long = {short(path): lines for path in python_files() if (lines := line_count(path)) > (TEST_LINES if is_test(path) else FILE_LINES)}

    assert long == {}


def test_functions_stay_short_and_take_few_arguments():
    found = []
    for path in python_files():
        lines = path.read_text().splitlines()
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            # A journey is one long story.
            if length > (JOURNEY_LINES if "journeys" in path.parts else FUNCTION_LINES):
                found.append(f"{short(path)}:{node.lineno} {node.name} has {length} lines")
            arguments = [one for one in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs] if one.arg not in {"self", "cls"}]
            if (
                not is_test(path)
                and len(arguments) > FUNCTION_ARGUMENTS
                and "noqa: PLR0913" not in "".join(lines[node.lineno - 1 : node.body[0].lineno])
            ):
                found.append(f"{short(path)}:{node.lineno} {node.name} takes {len(arguments)} arguments")

    assert found == []


def test_templates_and_scripts_stay_short():
    templates = {short(path): lines for path in project_files("laksa/**/*.html") if (lines := line_count(path)) > TEMPLATE_LINES}
    own_scripts = [path for path in project_files("laksa/**/*.js") if "vendor" not in path.parts]
    scripts = {short(path): lines for path in own_scripts if (lines := line_count(path)) > SCRIPT_LINES}

    assert templates == {}
    assert scripts == {}
    assert sum(line_count(path) for path in own_scripts) <= ALL_SCRIPT_LINES


def is_drawer(path: Path) -> bool:
    # The city's services have pages of their own; that is what the word means there.
    is_page_of_services = path.stem == "services" and path.parent.name in {"views", "forms"}
    return bool({path.stem, path.parent.name} & FORBIDDEN_NAMES) and not is_page_of_services


def test_no_file_is_a_drawer_for_anything():
    assert [short(path) for path in python_files() if is_drawer(path)] == []


def test_no_error_is_swallowed_whole():
    found = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
            ):
                found.append(f"{short(path)}:{node.lineno}")

    assert found == []


def test_views_fetch_only_what_the_asker_may_see():
    fetch = re.compile(r"objects\.get\(\s*(pk|id|code)=|get_object_or_404\(\s*[A-Z]\w+\s*,")
    views = [
        path
        for path in python_files()
        if not is_test(path) and ("views" in path.relative_to(ROOT).parts or path.name in {"views.py", "api.py"})
    ]
    found = [
        f"{short(path)}:{number}"
        for path in views
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if fetch.search(line) and "visible_to" not in line and "public()" not in line
    ]

    assert views
    assert found == []


@pytest.mark.parametrize("module", [name for name in MODULES if name != "config"])
def test_every_module_says_in_a_page_what_it_owns(module):
    page = PACKAGE / module / "README.md"

    assert page.exists()
    assert line_count(page) <= README_LINES


def test_templates_hold_no_script_and_no_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style\b|\son[a-z]+=\"|\sstyle=\"|javascript:", re.IGNORECASE
    )
    found = [
        f"{short(path)}:{number}"
        for path in project_files("laksa/**/*.html")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if inline.search(line)
    ]

    assert found == []


def test_no_page_asks_another_house():
    foreign = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)
    found = [
        f"{short(path)}:{number}"
        for path in project_files("laksa/**/*.html")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        # A link that a person presses may leave the house; what the page loads by itself may not.
        if foreign.search(line) and "<a " not in line
    ]

    assert found == []


def test_words_of_unfinished_work_are_nowhere():
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    # This file names them, so it is left out.
    pages = [path for path in project_files("*.py", "*.html", "*.js", "*.css", "*.toml", "*.md") if path != Path(__file__).resolve()]
    found = [
        f"{short(path)}:{number}"
        for path in pages
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if unfinished.search(line)
    ]

    assert found == []


def test_the_wheel_asks_for_what_the_lock_file_locks():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = [line for line in (ROOT / "requirements" / "app.in").read_text().splitlines() if line and not line.startswith("#")]

    assert sorted(locked) == sorted(wheel)


def test_lock_files_name_no_host():
    assert [short(path) for path in project_files("requirements/*.txt") if "://" in path.read_text()] == []
