"""The file store: files stand in it whole or not at all."""

import os
import resource
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ita_portal.lib import store


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@contextmanager
def no_file_longer_than(size: int):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_that_breaks_off_leaves_nothing_behind(folder):
    with no_file_longer_than(1000), pytest.raises(OSError, match="File too large"):
        default_storage.save("a/b", ContentFile(b"x" * 5000))
    assert [names for _folder, _folders, names in os.walk(folder)] == [[], []]


def test_what_was_left_half_written_is_written_again_and_whole_ones_are_not(folder):
    (folder / "a").write_bytes(b"ha")
    store.keep("a", ContentFile(b"half"))
    inode = (folder / "a").stat().st_ino
    store.keep("a", ContentFile(b"half"))
    assert ((folder / "a").read_bytes(), (folder / "a").stat().st_ino, os.listdir(folder)) == (b"half", inode, ["a"])


def test_while_a_file_is_replaced_the_one_before_stands(folder):
    (folder / "a").write_bytes(b"before")
    with no_file_longer_than(1000), pytest.raises(OSError, match="File too large"):
        default_storage.save("a", ContentFile(b"x" * 5000))
    assert (folder / "a").read_bytes() == b"before"
