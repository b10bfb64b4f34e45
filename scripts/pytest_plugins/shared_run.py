"""Several runs of pytest share the tests: each takes the next class nobody has taken.

Every run has a database of its own. Classes are taken by creating a file in a folder,
which only one process can do.
"""

from itertools import groupby
from pathlib import Path

import pytest

# Beginnings of the names of the files with the longest tests.
LONGEST = ("test_leak", "test_two_processes", "test_ui", "test_uninstall")


def pytest_addoption(parser):
    """Add the folder in which the runs tell each other what they have taken."""
    parser.addoption("--shared-run", help="folder of the runs that share the tests")


def pytest_collection_modifyitems(items):
    """Begin with what takes longest, so that no run waits for the other at the end."""
    items.sort(key=lambda item: not item.path.name.startswith(LONGEST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Run what this process takes; the loop is pytest's own if nothing is shared."""
    folder = session.config.getoption("--shared-run")
    if not folder or session.config.option.collectonly:
        return None
    taken = _take(session.items, Path(folder))
    item = next(taken, None)
    while item:
        following = next(taken, None)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        item = following
    return True


def _take(items, folder):
    """Yield the tests of each class that no other run has taken."""
    for name, group in groupby(items, lambda item: item.nodeid.rpartition("::")[0]):
        try:
            (folder / name.replace("/", "_").replace(":", "_")).touch(exist_ok=False)
        except FileExistsError:
            continue
        yield from group
