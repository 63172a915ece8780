"""Pages read the clock and the browser's language: here it is the time of the builders, and English unless said otherwise."""

import pytest
import time_machine
from django.utils import translation

from tests.clock import NOW
from tests.pages.builders import make_world, visitor


@pytest.fixture(autouse=True)
def _in_english():
    """The words that these tests compare are those of the source; a page leaves its language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def clock():
    """Monday morning; `clock.move_to(later(days=3))` goes on."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(scope="module")
def world(kept):
    """See `World`; built once for a file. Walk on with the services: objects of an earlier test may be stale."""
    return make_world()


@pytest.fixture
def cora(db, world):
    """Cora's browser: a coordinator."""
    return visitor(world.cora)


@pytest.fixture
def ana(db, world):
    """Ana's browser: somebody who has a proposal to answer."""
    return visitor(world.ana.user)


@pytest.fixture
def zoe(db, world):
    """Zoe's browser: a coordinator of another organisation."""
    return visitor(world.zoe)
