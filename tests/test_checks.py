"""Settings that would hurt are named before they do."""

import pytest

from ita_portal.checks import installation


def found(settings, **changes) -> list[str]:
    for name, value in changes.items():
        setattr(settings, name, value)
    return [message.id.removeprefix("ita_portal.") for message in installation(None)]


def test_nothing_is_wrong_with_the_tests_own(settings):
    assert found(settings) == []


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        ("E001", {"SECRET_KEY": "      # a long random value"}),
        ("E002", {"DEMO": True, "HTTPS": True}),
        ("E003", {"REDIS_URL": "localhost:6379"}),
        ("E004", {"PORTAL_URL": "ita.example.go.th"}),
        ("E004", {"PORTAL_URL": "https://"}),
        ("E005", {"TSA_URL": "tsa.example.go.th"}),
        ("E006", {"MEDIA_ROOT": "/srv/ita/static/uploads", "STATIC_ROOT": "/srv/ita/static"}),
        ("E006", {"MEDIA_ROOT": "/srv/ita/static", "STATIC_ROOT": "/srv/ita/static"}),
        ("E007", {"SIGNING_P12": "/nowhere/seal.p12"}),
        ("E007", {"SIGNING_TRUSTED_ROOTS": ["/nowhere/root.pem"]}),
        ("E008", {"JOB_LEASE_SECONDS": 5}),
        ("E009", {"UPLOAD_MAX_BYTES": 0}),
        ("E009", {"UPLOAD_MAX_FILES": 0}),
        ("E011", {"HTTPS": True, "PORTAL_URL": "https://localhost", "FETCH_SITES": {"www.example.go.th": ("127.0.0.1", 8001)}}),
        ("E012", {"FETCH_PAUSE": -1.0}),
        ("W001", {"HTTPS": True, "PORTAL_URL": "https://ita.example.go.th", "ALLOWED_HOSTS": ["other.go.th"]}),
    ],
)
def test_a_setting_that_would_hurt_is_named(settings, expected, changes):
    assert found(settings, **changes) == [expected]


@pytest.mark.parametrize("hosts", [["ita.example.go.th"], [".example.go.th"], ["*"]])
def test_the_portals_own_name_may_be_allowed_in_every_way(settings, hosts):
    assert found(settings, HTTPS=True, PORTAL_URL="https://ita.example.go.th", ALLOWED_HOSTS=hosts) == []


def test_a_seal_that_is_there_is_fine(settings, tmp_path):
    seal = tmp_path / "seal.p12"
    seal.touch()
    assert found(settings, SIGNING_P12=str(seal)) == []
