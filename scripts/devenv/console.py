"""Messages to the person at the keyboard, child processes and locks."""

import fcntl
import os
import signal
import subprocess
import sys
from contextlib import contextmanager

from . import paths

TAIL_LINES = 40
INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_command(main):
    """Run a command so that it cleans up behind itself also when it is stopped."""
    for number in INTERRUPTS:
        signal.signal(number, signal.default_int_handler)
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("stopped")


def say(message):
    """Print one line of progress at once, also when the output is a file."""
    print(message, flush=True)


def fail(message):
    """Stop the command with a sentence instead of a traceback."""
    sys.stdout.flush()
    raise SystemExit(f"error: {message}")


def run_logged(command, log_name, **options):
    """Run a command with its output in a log file; on failure show the end of it.

    :param list command: program and arguments
    :param str log_name: name of the file below ``.local/log``
    :return: path of the log file
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    log = paths.LOGS / log_name
    with log.open("wb") as output:
        done = subprocess.run(
            command,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            **options,
        )
    if done.returncode:
        lines = log.read_text(errors="replace").splitlines()
        say("\n".join(lines[-TAIL_LINES:]))
        fail(f"{command[0]} ended with {done.returncode}; whole log: {log}")
    return log


@contextmanager
def locked(name, waiting=None):
    """Let one process at a time into the block.

    :param str name: what is locked, a file name below ``.local``
    :param str waiting: said when another process is in the block; without it, the
        wait is too short to speak of
    """
    paths.LOCAL.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(paths.LOCAL / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting:
                say(waiting)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
