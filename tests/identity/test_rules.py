"""The pure decisions of identity."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armslength.identity import rules
from armslength.identity.model import Role
from armslength.identity.rules import Standing

NOW = datetime(2026, 3, 1, 12, 7, tzinfo=UTC)
bits = st.binary(min_size=32, max_size=32)


@given(bits)
def test_a_token_is_43_characters_and_its_hash_is_found_again(secret: bytes) -> None:
    text = rules.token_text(secret)
    assert len(text) == 43
    assert rules.token_hash(text) == rules.token_hash(text)


@pytest.mark.parametrize("text", ["", "short", "a" * 42, "a" * 44, "a" * 42 + "=", "ä" * 43, "a" * 42 + "\n"])
def test_what_is_no_token_is_told_without_the_database(text: str) -> None:
    assert rules.token_hash(text) is None


@given(st.binary(min_size=4, max_size=4), bits)
def test_a_key_reads_back(public: bytes, secret: bytes) -> None:
    key = rules.make_key(public, secret)
    assert rules.read_key(key.text) == key
    assert key.text.startswith(key.prefix + "_")
    assert key.prefix == f"al_{public.hex()}"


@given(st.integers(3, 62), st.sampled_from("abcdef0123456789"))
def test_a_key_with_a_wrong_letter_is_told_by_its_checksum(place: int, letter: str) -> None:
    text = rules.make_key(b"\x01\x02\x03\x04", bytes(range(32))).text
    changed = text[:place] + letter + text[place + 1 :]
    assert changed == text or rules.read_key(changed) is None


@pytest.mark.parametrize(
    "password",
    ["short", "password1234", "PASSWORD!2026", "Welcome123456", "123456789012", "aaaaaaaaaaaaaaa", "abcabcabcabcabc",
     "maya.manager99", "maya@example.org", "northwind2026!", "qwertyuiop123"],
)  # fmt: skip
def test_weak_passwords_are_refused(password: str) -> None:
    about = ("maya.manager@example.org", "maya@example.org", "Maya", "maya.manager", "Northwind")
    assert rules.password_problem(password, least=12, about=about)


@pytest.mark.parametrize(
    "password", ["three grey herons wading", "a long walk by the sea", "kJ8#mQ2$vL9x", "密码是一个很长的句子不容易猜"]
)
def test_other_passwords_are_taken_whatever_their_alphabet(password: str) -> None:
    assert rules.password_problem(password, least=12, about=("maya@example.org", "Maya", "Northwind Labs")) is None


def test_an_endless_password_is_refused() -> None:
    assert rules.password_problem("ab1 xyz?" * 200, least=12, about=())


@pytest.mark.parametrize("email", ["a@b", "maya+tag@north.wind.test", "josé@example.org"])
def test_emails(email: str) -> None:
    assert rules.is_email(email)


@pytest.mark.parametrize("email", ["", "maya", "@x", "x@", "a b@c", "a@b@c", "a@b\n", "<a@b>", "a" * 320 + "@b"])
def test_what_is_no_email(email: str) -> None:
    assert not rules.is_email(email)


def test_a_session_slides_but_not_past_its_age() -> None:
    idle, longest = timedelta(hours=12), timedelta(days=14)
    assert rules.next_expiry(NOW, NOW, idle=idle, longest=longest) == NOW + idle
    late = NOW + timedelta(days=13, hours=20)
    assert rules.next_expiry(NOW, late, idle=idle, longest=longest) == NOW + longest


@given(st.integers(0, 366 * 86_400), st.integers(1, 60))
def test_a_window_holds_its_moment(seconds: int, minutes: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    start = rules.window_start(now, minutes)
    assert start <= now < start + timedelta(minutes=minutes)
    assert rules.window_start(start, minutes) == start


def test_tries_count_per_pair_and_an_ipv6_network_is_one_address() -> None:
    key = rules.try_key("192.0.2.1", "Maya@example.org")
    assert key == rules.try_key("192.0.2.1", "maya@EXAMPLE.org")
    assert key == rules.try_key("::ffff:192.0.2.1", "maya@example.org")
    assert key != rules.try_key("192.0.2.2", "maya@example.org")
    assert key != rules.try_key("192.0.2.1", "olga@example.org")
    assert rules.try_key("2001:db8:0:1::5", "m@x") == rules.try_key("2001:db8:0:1:ffff::9", "m@x")
    assert rules.try_key("2001:db8:0:1::5", "m@x") != rules.try_key("2001:db8:0:2::5", "m@x")


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        (None, 0, "peer"),
        ("6.6.6.6", 0, "peer"),  # nobody may choose their own address
        ("1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.1", 2, "1.2.3.4"),
        ("1.2.3.4", 2, "peer"),
        (None, 1, "peer"),
    ],
)
def test_the_address_is_what_our_own_proxies_say(forwarded: str | None, proxies: int, address: str) -> None:
    assert rules.client_address("peer", forwarded, proxies) == address


@pytest.mark.parametrize(
    ("headers", "fine"),
    [
        ({}, False),
        ({"x-armslength": "1"}, True),
        ({"origin": "https://Hub.example.org"}, True),
        ({"origin": "https://hub.example.org.evil.test"}, False),
        ({"origin": "https://evil.test"}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://evil.test", "sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "none"}, False),
    ],
)
def test_an_unsafe_request_comes_from_our_own_pages(headers: dict[str, str], fine: bool) -> None:
    assert rules.from_same_origin(headers, "hub.example.org") is fine


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_owner_and_manager_of_the_customer_have_all_projects(role: Role) -> None:
    assert rules.effective_role("customer", role, None, granted=False) == role
    assert rules.effective_role("customer", role, "annotator", granted=False) == role


@pytest.mark.parametrize("role", ["reviewer", "annotator"])
def test_others_of_the_customer_have_what_they_were_given(role: Role) -> None:
    assert rules.effective_role("customer", role, None, granted=True) is None
    assert rules.effective_role("customer", role, "reviewer", granted=False) == "reviewer"


@pytest.mark.parametrize("role", ["owner", "manager", "reviewer", "annotator"])
def test_a_vendors_people_need_a_role_and_a_grant(role: Role) -> None:
    assert rules.effective_role("vendor", role, None, granted=True) is None
    assert rules.effective_role("vendor", role, "annotator", granted=False) is None
    assert rules.effective_role("vendor", role, "annotator", granted=True) == "annotator"


def test_nobody_manages_above_themselves() -> None:
    us, firm, other = uuid4(), uuid4(), uuid4()
    owner, manager = Standing("customer", "owner", us), Standing("customer", "manager", us)
    assert rules.may_manage(owner, owner)
    assert rules.may_manage(manager, manager)
    assert not rules.may_manage(manager, owner)
    assert rules.may_manage(manager, Standing("vendor", "owner", firm))
    boss = Standing("vendor", "owner", firm)
    assert rules.may_manage(boss, Standing("vendor", "owner", firm))
    assert not rules.may_manage(boss, Standing("vendor", "annotator", other))
    assert not rules.may_manage(boss, Standing("customer", "annotator", us))
    assert not rules.may_manage(Standing("vendor", "manager", firm), boss)
