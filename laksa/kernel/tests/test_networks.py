"""From which network somebody speaks, and who may say so for them."""

import pytest

from laksa.kernel.networks import network_of

PROXY = ["10.0.0.0/8"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "network"),
    [
        ("203.0.113.7", "", [], "203.0.113.0/24"),
        ("2001:db8:1:2::3", "", [], "2001:db8:1::/48"),
        ("", "", [], ""),
        ("unix:", "", [], ""),
        ("203.0.113.7", "198.51.100.1", [], "203.0.113.0/24"),
        ("10.0.0.1", "198.51.100.1", PROXY, "198.51.100.0/24"),
        ("10.0.0.1", "192.0.2.1, 198.51.100.1, 10.2.0.1", PROXY, "198.51.100.0/24"),
        ("10.0.0.1", "nonsense", PROXY, ""),
        ("10.0.0.1", "", PROXY, "10.0.0.0/24"),
    ],
)
def test_only_what_our_own_proxies_wrote_counts(remote, forwarded, trusted, network):
    assert network_of(remote, forwarded, trusted) == network
