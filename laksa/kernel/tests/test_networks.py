"""From which network somebody speaks, whatever they write into their headers."""

from __future__ import annotations

import pytest

from laksa.kernel.networks import network_of


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "network"),
    [
        ("203.0.113.9", "", [], "203.0.113.0/24"),
        ("203.0.113.9", "198.51.100.1", [], "203.0.113.0/24"),
        ("10.0.0.1", "198.51.100.7", ["10.0.0.1"], "198.51.100.0/24"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.7", ["10.0.0.0/8"], "198.51.100.0/24"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", ["10.0.0.0/8"], "198.51.100.0/24"),
        ("10.0.0.1", "nonsense", ["10.0.0.1"], ""),
        ("10.0.0.1", "", ["10.0.0.1"], "10.0.0.0/24"),
        ("2001:db8:1:2::3", "", [], "2001:db8:1::/48"),
        ("", "", [], ""),
    ],
)
def test_a_network_is_what_our_own_proxies_vouch_for(remote, forwarded, trusted, network):
    assert network_of(remote, forwarded, trusted) == network
