"""Names and addresses in every disguise that has opened an internal network before."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from armslength.egress.errors import BadPattern, BadUrl
from armslength.egress.model import Limits
from armslength.egress.rules.addresses import may_reach, read_network
from armslength.egress.rules.hosts import covered, matches, read_pattern, read_url
from armslength.egress.service import read_limits
from armslength.egress.settings import EgressSettings
from armslength.kit.settings import BadSetting

LIMITS = Limits(("*",), (), frozenset({80, 443, 8443}), True, 10)

FORBIDDEN = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192",
    "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::10.0.0.1", "100::1",
    "100:0:0:1::1",
    "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a9fe:a9fe::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fe80::1",
    "fe80::1%1", "fec0::1", "fe80::5efe:127.0.0.1", "ff02::1", "ff0e::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
          "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255", "2001:4860:4860::8888",
          "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN)
def test_what_is_not_public_is_not_reached(address: str) -> None:
    assert not may_reach(ip_address(address), ())


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_reached(address: str) -> None:
    assert may_reach(ip_address(address), ())


def test_an_opened_network_is_reached_and_nothing_beside_it() -> None:
    opened = [read_network("10.20.0.0/16"), read_network("fd12::/32")]
    assert may_reach(ip_address("10.20.3.4"), opened) and may_reach(ip_address("fd12::1"), opened)
    assert not may_reach(ip_address("10.21.0.1"), opened)
    assert not may_reach(ip_address("::ffff:10.20.3.4"), opened)


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fe80::1", "0.0.0.0",
     "::", "255.255.255.255", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"],
)  # fmt: skip
def test_metadata_and_disguises_are_never_reached_whatever_is_opened(address: str) -> None:
    assert not may_reach(ip_address(address), [read_network("0.0.0.0/0"), read_network("::/0")])


BAD_URLS = [
    "", "hooks.example.com", "//hooks.example.com", "https:/hooks.example.com", "https:hooks.example.com", "https://",
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_PING", "ftp://example.com", "dict://127.0.0.1:11211/", "jar:http://x!/",
    "javascript:alert(1)", "data:text/plain,x", "ldap://127.0.0.1", "unix:///var/run/docker.sock", "HTTPS:///x",
    "https://user@example.com/", "https://user:pass@example.com/", "https://example.com@127.0.0.1/", "https://@/",
    "https://example.com\\@127.0.0.1/", "https://127.0.0.1\\.example.com/", "https://example.com#@127.0.0.1/",
    "https://example.com/#fragment", "https://exa mple.com/", "https://example.com/a b", "https://example.com/\r\nX: y",
    "https://example.com/\n", "https://example.com\t/", " https://example.com/", "https://example.com/\x00",
    "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://017700000001/",
    "https://127.1/", "https://127.0.1/", "https://127.0.0.01/", "https://127.0.0.1./", "https://0/", "https://0x/",
    "https://example.0x7f/", "https://a.b.c.1/", "https://256.256.256.256/", "https://127.0.0.1.2/",
    "https://①②⑦.⓪.⓪.①/", "https://１２７.0.0.1/", "https://ⓔxample.com/", "https://127。0。0。1/", "https://ｌocalhost/",
    "https://[::1%25lo]/", "https://[::1%lo]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::0001]/", "https://[]/",
    "https://[::ffff:127.0.0.1]/x]", "https://[127.0.0.1]/", "https://::1/", "https://[::1/", "https://[::1]x/",
    "https://example.com:/", "https://example.com:0/", "https://example.com:99999/", "https://example.com:22/",
    "https://example.com:6379/", "https://example.com:443:80/", "https://example.com:+443/", "https://example.com:４４３/",
    "https://-example.com/", "https://example-.com/", "https://exa_mple.com/", "https://example..com/", "https://.com/",
    "https://example.com./", "https://" + "a" * 64 + ".com/", "https://" + "a." * 140 + "com/", "https://%6c%6f/",
    "https://localhost%00.example.com/", "https://example.com/" + "a" * 2048, "https://${jndi}/", "https://*/",
    "https://*.example.com/",
]  # fmt: skip


@pytest.mark.parametrize("url", BAD_URLS)
def test_what_two_parsers_might_read_differently_is_refused(url: str) -> None:
    with pytest.raises(BadUrl) as refused:
        read_url(url, LIMITS, "url")
    assert refused.value.field == "url"


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port", "path"),
    [
        ("https://hooks.example.com", "https", "hooks.example.com", 443, "/"),
        ("HTTPS://Hooks.Example.COM:8443/A?b=C", "https", "hooks.example.com", 8443, "/A?b=C"),
        ("http://hooks?x", "http", "hooks", 80, "/?x"),
        ("https://8.8.8.8/", "https", "8.8.8.8", 443, "/"),
        ("https://[2001:4860:4860::8888]:443/x", "https", "2001:4860:4860::8888", 443, "/x"),
        ("https://xn--bcher-kva.example/", "https", "xn--bcher-kva.example", 443, "/"),
        ("https://1password.com/a@b:c", "https", "1password.com", 443, "/a@b:c"),
    ],
)
def test_a_plain_url_is_taken_apart(url: str, scheme: str, host: str, port: int, path: str) -> None:
    target = read_url(url, LIMITS, "url")
    assert (target.scheme, target.host, target.port, target.path) == (scheme, host, port, path)


def test_plain_http_and_other_ports_are_for_the_operator_to_allow() -> None:
    strict = read_limits(EgressSettings(allow="*"))
    for url in ("http://example.com/", "https://example.com:8443/"):
        with pytest.raises(BadUrl):
            read_url(url, strict, "url")


def test_patterns_name_hosts_and_what_lies_below_them() -> None:
    assert read_pattern(" Hooks.Example.com ") == "hooks.example.com"
    assert read_pattern("*.example.com") == "*.example.com"
    assert read_pattern("8.8.8.8") == "8.8.8.8" and read_pattern("::1") == "::1"
    assert matches("a.b.example.com", ["*.example.com"])
    assert not matches("example.com", ["*.example.com"])
    assert not matches("evilexample.com", ["*.example.com"])
    assert not matches("hooks.example.com.evil.org", ["hooks.example.com", "*.example.com"])
    assert matches("anything.org", ["*"]) and not matches("8.8.8.8", ["*"])


@pytest.mark.parametrize("text", ["", "*", "*.", "*.com", "*.*.com", "a.*.com", "https://x.org", "x.org:443", "x org",
                                  "127.1", "*.127.0.0.1", "*.0x7f.1", "x.org/"])  # fmt: skip
def test_what_is_no_pattern_is_refused(text: str) -> None:
    with pytest.raises(BadPattern):
        read_pattern(text)


def test_a_tenants_pattern_is_usable_when_the_operator_allows_all_of_it() -> None:
    assert covered("a.example.com", ["*.example.com"]) and covered("a.example.com", ["*"])
    assert covered("*.example.com", ["*.example.com"]) and covered("*.a.example.com", ["*.example.com"])
    assert covered("*.example.com", ["*"])
    assert not covered("*.example.com", ["example.com"]) and not covered("*.example.com", ["*.a.example.com"])
    assert not covered("example.com", [])


@pytest.mark.parametrize(
    "wrong",
    [{"allow": "https://x.org"}, {"allow": "*,nonsense url"}, {"networks": "10.0.0.1/8"}, {"networks": "home"},
     {"ports": "https"}, {"ports": ""}, {"ports": "0"}, {"ports": "70000"}],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_stops_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="ARMSLENGTH_EGRESS_"):
        read_limits(EgressSettings(**wrong))  # type: ignore[arg-type]


def test_by_default_nothing_goes_out() -> None:
    limits = read_limits(EgressSettings())
    assert (limits.hosts, limits.networks, limits.plain_http) == ((), (), False)
