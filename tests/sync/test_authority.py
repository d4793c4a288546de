"""The certificates of a company's own authority are kept, wherever they came from."""

from __future__ import annotations

import pytest

from crm_desktop import paths
from crm_desktop.sync import authority
from crm_desktop.sync.authority import keep_authority
from crm_desktop.sync.failures import ServerCertificateRefused
from tests.sync.certificates import Authority


@pytest.fixture(autouse=True)
def _own_place(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))


def test_a_copy_stays_when_the_stick_goes(tmp_path):
    source = tmp_path / "ca.pem"
    source.write_bytes(Authority("Shop").certificate_pem)
    kept = keep_authority(source, "db.example.com")
    content = source.read_bytes()
    assert keep_authority(source, "db.example.com") == kept
    source.unlink()
    assert kept.read_bytes() == content
    assert [each.name for each in kept.parent.iterdir()] == [kept.name]


def test_another_authority_is_another_file(tmp_path):
    found = set()
    for name in ("one", "two"):
        source = tmp_path / f"{name}.pem"
        source.write_bytes(Authority(name).certificate_pem)
        found.add(keep_authority(source, "db.example.com"))
    assert len(found) == 2


@pytest.mark.parametrize("content", [b"", b"no certificate", b"\xff\xfe", None])
def test_what_holds_none_is_refused(tmp_path, content):
    source = tmp_path / "ca.pem"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(ServerCertificateRefused) as caught:
        keep_authority(source, "db.example.com")
    assert caught.value.facts["why"] == "file"
    assert caught.value.facts["path"] == source


def test_what_is_far_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(authority, "LARGEST_BYTES", 100)
    source = tmp_path / "ca.pem"
    source.write_bytes(Authority("Shop").certificate_pem)
    with pytest.raises(ServerCertificateRefused):
        keep_authority(source, "db.example.com")
