"""A test that is skipped proves nothing: fail the run, and say which ones."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Turn success into failure when tests were skipped."""
    if exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    """Name the skipped tests above pytest's closing line."""
    skipped = _skipped(config)
    if skipped:
        terminalreporter.section("skipped tests make the run fail")
        for report in skipped:
            reason = report.longrepr[-1] if report.longrepr else ""
            terminalreporter.line(f"{report.nodeid}: {reason}")


def _skipped(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []
