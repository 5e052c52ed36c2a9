"""Settings come from the environment, checked, with a sentence that names the variable."""

import pytest

from armslength.kit.settings import BadSetting, Settings, load_settings


class Doors(Settings):
    port: int = 8420
    host: str = "127.0.0.1"


def test_unset_and_empty_mean_the_default() -> None:
    assert load_settings(Doors, {"ARMSLENGTH_DOORS_PORT": ""}, "DOORS") == Doors()


def test_text_becomes_what_the_field_wants() -> None:
    assert load_settings(Doors, {"ARMSLENGTH_DOORS_PORT": "9000"}, "DOORS").port == 9000


def test_a_bad_value_names_the_variable() -> None:
    with pytest.raises(BadSetting, match="ARMSLENGTH_DOORS_PORT='many'"):
        load_settings(Doors, {"ARMSLENGTH_DOORS_PORT": "many"}, "DOORS")
