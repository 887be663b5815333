"""What the tests of the record begin from."""

import pytest

from storage.engine import Database
from storage.polls import Poll
from tests.storage.scene import Scene


@pytest.fixture
def scene(database: Database) -> Scene:
    """A workspace with the eight of Kronoberg; nothing has been opened."""
    scene = Scene(database)
    scene.add_workspace()
    return scene


@pytest.fixture
def poll(scene: Scene) -> Poll:
    """The scene's kronoberg-2018, open."""
    return scene.open()
