"""One asker has so many requests a minute, whoever else comes from the same place."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import TestPostgres
from tests.running import RunningApp

from armslength.entry.pace import AT_ONCE, MOST, Pace
from armslength_client import Armslength


@given(st.lists(st.floats(0, 30), min_size=1, max_size=200), st.integers(1, 600))
def test_no_stretch_of_time_lets_in_more_than_the_pace_and_what_may_come_at_once(
    pauses: list[float], per_minute: int
) -> None:
    pace, now, came = Pace(), 0.0, list[float]()
    for number, pause in enumerate(pauses):
        now += pause / per_minute
        wait = pace.wait("ada", per_minute, now)
        assert wait >= 0
        if not wait:
            came.append(now)
        assert pace.wait(f"bob {number}", per_minute, now) == 0  # nobody else's business
    for first in range(len(came)):
        assert len(came) - first <= (came[-1] - came[first] + AT_ONCE) * per_minute / 60 + 1.001


def test_who_waits_as_told_gets_in_and_who_kept_still_is_forgotten() -> None:
    pace = Pace()
    while not (wait := pace.wait("ada", 60, 100.0)):
        pass
    assert pace.wait("ada", 60, 100.0 + wait / 2) > 0
    assert pace.wait("ada", 60, 100.0 + wait) == 0
    for number in range(MOST + 10):
        pace.wait(f"invented {number}", 60, 200.0 + number)
    assert len(pace._empty_at) < MOST


def test_a_key_that_asks_too_often_waits_alone(postgres: TestPostgres, tmp_path: Path) -> None:
    name = postgres.create()
    with RunningApp(postgres.app_url(name), tmp_path, ARMSLENGTH_REQUESTS_PER_MINUTE="60") as app:
        with Armslength(app.url) as owner:
            owner.set_up(
                token=app.setup_token, organization="Northwind", name="Olga", email="olga@northwind.test",
                password="a long walk by the sea",
            )  # fmt: skip
            keys = [owner.create_api_key(name).secret or "" for name in ("one", "two")]
        with httpx.Client(base_url=f"{app.url}/api/v1") as http:
            one, two = ({"Authorization": f"Bearer {key}"} for key in keys)
            said = [http.get("/me", headers=one) for _ in range(AT_ONCE + 5)]
            assert [answer.status_code for answer in said[:AT_ONCE]] == [200] * AT_ONCE
            refused = next(answer for answer in said if answer.status_code == 429)
            assert refused.json()["error"]["code"] == "http.too_many"
            assert int(refused.headers["Retry-After"]) == refused.json()["error"]["details"]["retry_after"] >= 1
            assert refused.headers["Content-Security-Policy"]
            assert http.get("/me", headers=two).status_code == 200
            assert http.get("/health").status_code == 200
            assert http.get("/me").status_code == 401
        with Armslength(app.url, api_key=keys[0]) as patient:  # the client waits as it is told
            before = time.monotonic()
            assert patient.get_me().person.name == "Olga"
            assert time.monotonic() > before
    postgres.drop(name)
