"""A simulator with its clock standing still, as in e2e/portal, shared by the tests of a module."""

from e2e.portal.conftest import running, simulator  # noqa: F401
