"""One simulator and one of each door for all the tests that a process runs; every test has an account of its own."""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from e2e.doors.aws import Aws, Server
from e2e.doors.door import Caller
from e2e.doors.registry import OURS
from tools.door_places import doors_left_out

VENDORS = """
[[subscribed_workteams]]
name = "quick-readers"
title = "Quick readers"
seller = "Readers Ltd"

[[subscribed_workteams]]
name = "careful-readers"
"""
_LEFT_BEHIND = ("AWS_", "A2I_SIMULATOR_")


@contextmanager
def _serving(log, *options):
    command = [sys.executable, "-m", "simulator", "serve", "--port", "0", "--in-memory", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_BEHIND)}
    with (
        log.open("w") as messages,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=messages, text=True, env=environment) as process,
    ):
        line = process.stdout.readline()
        assert line.startswith("listening on "), log.read_text()
        try:
            yield Server(line.removeprefix("listening on ").strip())
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def serving():
    """Start a simulator with a log and these options, as a context manager."""
    return _serving


@pytest.fixture
def through_each_door(subtests, opened):
    """Do something through each of the doors: a subtest for each, in one test, so that one process needs a server."""

    def run(do, aws_of, doors=OURS):
        for kind in doors:
            if getattr(kind, "set_up_by", None) not in doors_left_out():
                with subtests.test(door=kind.name):
                    do(aws_of(opened(kind)))

    return run


@pytest.fixture(scope="session")
def server(tmp_path_factory, serving):
    """The simulator that every door leads to."""
    folder = tmp_path_factory.mktemp("doors")
    config = folder / "simulator.toml"
    config.write_text(VENDORS)
    with serving(folder / "server.log", "--config", str(config)) as running:
        yield running


@pytest.fixture(scope="session")
def opened():
    """A function that answers the door of a class, opened once."""
    doors = {}

    def door_to(kind):
        if kind not in doors:
            doors[kind] = kind()
        return doors[kind]

    yield door_to
    for door in doors.values():
        door.close()


def aws_on(server, door):
    """AWS on a server, as an account that no other test has."""
    return Aws(door, server, Caller(server.url, str(next(server.accounts))))


@pytest.fixture
def aws_through(server, opened):
    """A function that answers AWS through the door of a class, as an account that no other test has."""
    return lambda kind: aws_on(server, opened(kind))
