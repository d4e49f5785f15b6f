"""One set of service models for all wire tests of a process."""

import pytest

from simulator.spec import Spec


@pytest.fixture(scope="session")
def spec():
    return Spec()
