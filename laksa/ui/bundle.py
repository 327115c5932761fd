# SPDX-License-Identifier: AGPL-3.0-or-later
"""Put the component files together into the few files that pages load.

Run by hand after editing a file in static/ui/css or static/ui/js: `python -m laksa.ui.bundle`.
The results are committed, so that running the city needs no build; a test tells when they are stale.
"""

import re
import sys
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "ui"

_SHARED = ["tokens", "base", "button", "tag", "field", "choice", "note", "card", "stages", "clock", "timeline", "photo", "ticket", "tabs"]
CSS = {
    "site.css": [*_SHARED, "shell"],
    "desk.css": [*_SHARED, "shell", "desk-scale", "desk"],
    "admin.css": ["tokens", "admin"],
}
JS = {
    "site.js": ["relative-time", "copy", "share", "autosubmit", "count", "combobox", "tabs"],
    "desk.js": ["relative-time", "copy", "autosubmit", "count", "combobox", "tabs", "keys"],
}


def squeezed_css(text: str) -> str:
    """Drop comments and idle space; values and selectors stay as they were written."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,])\s*", r"\1", text)
    text = re.sub(r"(?<=[{;])([a-z-]+):\s+", r"\1:", text)
    return text.replace(";}", "}").strip() + "\n"


def squeezed_js(text: str) -> str:
    """Drop comment lines and put a module on one line; safe because every statement ends in a semicolon (tested)."""
    lines = (line.strip() for line in text.splitlines())
    return " ".join(line for line in lines if line and not line.startswith("//"))


def both_grounds() -> str:
    """Return the tokens as two classes, so that the design page shows light and dark side by side."""
    tokens = (STATIC / "css" / "tokens.css").read_text()
    blocks = re.findall(r":root \{([^}]*--ground[^}]*)\}", tokens)
    names = ("light", "dark")
    themes = zip(names, blocks, strict=True)
    common = "background:var(--ground);color:var(--ink);"
    return "".join(f".theme-{name} {{{common}{block.replace('light dark', name)}}}" for name, block in themes)


def build() -> dict[str, str]:
    """Return every built file by its name under static/ui."""
    built = {name: squeezed_css("\n".join(_read("css", f"{part}.css") for part in parts)) for name, parts in CSS.items()}
    built["design.css"] = squeezed_css(both_grounds() + _read("css", "design.css"))
    # Each module keeps its own names inside a block; one request instead of seven.
    for name, parts in JS.items():
        built[name] = "".join(f"{{ {squeezed_js(_read('js', f'{part}.js'))} }}\n" for part in parts)
    return built


def _read(folder: str, name: str) -> str:
    return (STATIC / folder / name).read_text()


if __name__ == "__main__":
    for file_name, content in build().items():
        (STATIC / file_name).write_text(content)
        sys.stdout.write(f"{file_name} {len(content)} bytes\n")
