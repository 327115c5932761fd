# SPDX-License-Identifier: AGPL-3.0-or-later
"""From which network somebody speaks. Pure: the headers in, a network out."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network


def network_of(remote: str, forwarded: str, trusted: Iterable[str]) -> str:
    """Return the /24 (IPv6: /48) a request comes from, empty when it has no address.

    `trusted` are addresses or networks of our own proxies. X-Forwarded-For is read from its right end only as
    far as they wrote it: whatever stands left of the first foreign address could be invented.
    """
    ours = [ip_network(one, strict=False) for one in trusted]
    hops = [*(part.strip() for part in forwarded.split(",") if part.strip()), remote]
    while len(hops) > 1 and _is_ours(hops[-1], ours):
        hops.pop()
    try:
        address = ip_address(hops[-1])
    except ValueError:
        return ""
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _is_ours(hop: str, networks: list[IPv4Network | IPv6Network]) -> bool:
    try:
        address = ip_address(hop)
    except ValueError:
        return False
    return any(address in network for network in networks)
