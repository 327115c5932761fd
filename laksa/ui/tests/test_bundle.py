"""What pages load is built from the component files, small, and up to date."""

import brotli
import pytest

from laksa.ui import bundle

JS_FILES = sorted((bundle.STATIC / "js").glob("*.js"))


@pytest.mark.parametrize("name", sorted(bundle.build()))
def test_the_built_file_is_what_its_parts_make(name):
    assert (bundle.STATIC / name).read_text() == bundle.build()[name], "run: python -m laksa.ui.bundle"


def test_every_component_file_is_loaded_by_somebody():
    in_css = {part for parts in bundle.CSS.values() for part in parts} | {"design"}
    in_js = {part for parts in bundle.JS.values() for part in parts}

    assert {path.stem for path in (bundle.STATIC / "css").glob("*.css")} == in_css
    assert {path.stem for path in JS_FILES} == in_js


def test_a_phone_on_a_slow_net_gets_little():
    css = len(brotli.compress((bundle.STATIC / "site.css").read_bytes()))
    script = (bundle.STATIC / "site.js").stat().st_size

    assert css <= 12 * 1024
    assert script <= 25 * 1024


@pytest.mark.parametrize("path", JS_FILES, ids=lambda path: path.name)
def test_a_behaviour_fits_on_a_screen(path):
    lines = path.read_text().splitlines()

    assert len(lines) <= 100
    assert lines[0].startswith("// "), "says first what it does and how it is bound"


@pytest.mark.parametrize("path", JS_FILES, ids=lambda path: path.name)
def test_lines_can_be_joined_because_no_end_of_line_means_anything(path):
    lines = [line.strip() for line in path.read_text().splitlines() if line.strip() and not line.strip().startswith("//")]

    for line, after in zip(lines, [*lines[1:], "}"], strict=True):
        assert line[-1] in ";{}(),[>|&?:" or after[0] in ".?:&|)]}", line
        assert " //" not in line, "a comment at the end of a line would swallow the rest"
        assert not line.endswith("}") or line.endswith("};") or not line.startswith(("const ", "let ")), line


def test_squeezing_changes_no_value():
    css = "a > b , c { width: calc(100% - 2px) ; color: var(--x) }\n/* gone */\n@media (min-width: 900px) { p:not(.q) { margin: 0 } }"

    assert bundle.squeezed_css(css) == "a > b,c{width:calc(100% - 2px);color:var(--x)}@media (min-width: 900px){p:not(.q){margin:0}}\n"


def test_no_sheet_asks_anybody_else_for_anything():
    for name, content in bundle.build().items():
        assert "//" not in content.replace("// ", ""), name
        assert "@import" not in content, name
        assert "url(" not in content, name
