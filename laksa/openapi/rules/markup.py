# SPDX-License-Identifier: AGPL-3.0-or-later
"""One tree of plain values, written as XML or as JSON.

The mapping is the one GeoReport v2 names (Spark): a list is a container of like elements in XML and an array in
JSON; what is unknown is an empty element in XML and null in JSON.
"""

from __future__ import annotations

import json
import re
from xml.etree.ElementTree import Element, SubElement, tostring

Tree = dict[str, "Tree"] | list["Tree"] | str | int | float | bool | None

XML, JSON = "xml", "json"
CONTENT_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'

# What one entry of a container is called. Source: GeoReport v2, its schemas, and service discovery.
ENTRY = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
    "photos": "photo",
}

# XML 1.0 knows no way to write these signs, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(root: str, tree: Tree, *, form: str) -> bytes:
    """Return the document in `form` (xml or json), UTF-8."""
    if form == JSON:
        return json.dumps(tree, ensure_ascii=False, allow_nan=False).encode()
    top = Element(root)
    _fill(top, root, tree)
    return HEAD + tostring(top, encoding="unicode").encode()


def _fill(element: Element, name: str, tree: Tree) -> None:
    if isinstance(tree, dict):
        for key, value in tree.items():
            _fill(SubElement(element, key), key, value)
    elif isinstance(tree, list):
        for value in tree:
            _fill(SubElement(element, ENTRY[name]), ENTRY[name], value)
    elif tree is not None:
        element.text = ("true" if tree else "false") if isinstance(tree, bool) else _UNWRITABLE.sub("", str(tree))
