"""The private PostgreSQL server, or an existing one (``PGHOST``, ``PGPORT``).

The private server listens on a Unix socket only. Every command that needs it holds a
shared lock while it runs; the last one to let go stops the server, so that commands
running side by side do not take it away from each other.
"""

import fcntl
import glob
import os
import pwd
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from . import paths
from .console import fail, locked, say

PORT = 5432
ROLE = "odoo"  # not "postgres", which Odoo refuses
# A socket's path is limited to 107 bytes, ".s.PGSQL.5432.lock" included.
LONGEST_PATH = 85
# Data that can be made anew any time: speed goes before surviving a power cut.
SETTINGS = """
listen_addresses = ''
port = {port}
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 512MB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
max_connections = 100
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


def is_existing():
    """Tell whether an existing server is named by the environment."""
    return bool(os.environ.get("PGHOST") or os.environ.get("PGPORT"))


def is_private():
    """Tell whether the environment names the private server, inside server()."""
    return os.environ.get("PGHOST") == str(folder())


@contextmanager
def server():
    """Keep a database server at hand while the block runs.

    Inside, ``PGHOST``, ``PGPORT`` and ``PGUSER`` say where it is.
    """
    if is_existing():
        yield
        return
    lease = _acquire()
    outside = dict(os.environ)
    os.environ.update(PGHOST=str(folder()), PGPORT=str(PORT), PGUSER=ROLE)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(outside)
        _release(lease)


def describe():
    """Return a sentence part saying which server is used."""
    if is_private():
        return f"private PostgreSQL in {folder()}, stopped with this command"
    where = os.environ.get("PGHOST", "the local socket")
    return f"existing PostgreSQL at {where}, port {os.environ.get('PGPORT', PORT)}"


def folder():
    """Return the folder of the private server's data and socket.

    It is inside the checkout unless the account that runs the server (not root, which
    PostgreSQL refuses) cannot get there or the path is too long for a socket.
    """
    inside = paths.LOCAL / "postgresql"
    outside = Path("/var/tmp") / f"{paths.ADDON}-{paths.CHECKOUT_ID}"
    if outside.exists() or len(str(inside)) > LONGEST_PATH:
        return outside
    paths.LOCAL.mkdir(parents=True, exist_ok=True)
    reach = ["test", "-x", str(paths.LOCAL)]
    reached = subprocess.run(reach, check=False, cwd="/", **_as_account())
    return inside if reached.returncode == 0 else outside


def remove():
    """Stop the private server and delete its data; refuse while it is used."""
    if is_existing() or not (folder() / "PG_VERSION").exists():
        return
    with locked("postgresql"):
        lease = _open_lease()
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fail("the database server is used by another command; stop that one first")
        _stop()
        os.close(lease)
        shutil.rmtree(folder())


def _acquire():
    with locked("postgresql"):
        lease = _open_lease()
        fcntl.flock(lease, fcntl.LOCK_SH)
        if not (folder() / "PG_VERSION").exists():
            _create()
        if not _is_running():
            _start()
    return lease


def _release(lease):
    with locked("postgresql"):
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # another command still uses it
        else:
            _stop()
        os.close(lease)


def _open_lease():
    # Python leaves it to this process alone: no child keeps the server up.
    return os.open(paths.LOCAL / "postgresql.lease", os.O_RDWR | os.O_CREAT, 0o600)


def _create():
    say("Creating the private PostgreSQL server")
    home = folder()
    owner = account()
    shutil.rmtree(home, ignore_errors=True)  # what an interrupted creation left
    try:
        home.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        fail(f"{home} belongs to somebody else; please have it removed")
    os.chown(home, owner.pw_uid, owner.pw_gid)
    options = ["-U", ROLE, "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync"]
    run_program("initdb", "-D", home, *options)
    with (home / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS.format(port=PORT, folder=home))


def _start():
    home = folder()
    run_program(
        "pg_ctl", "-D", home, "-l", home / "server.log", "-w", "-t", "60", "start"
    )


def _stop():
    if _is_running():
        run_program("pg_ctl", "-D", folder(), "-m", "fast", "-w", "-t", "60", "stop")


def _is_running():
    command = [_program("pg_ctl"), "-D", str(folder()), "status"]
    options = {"capture_output": True, "check": False, "cwd": "/", **_as_account()}
    return subprocess.run(command, **options).returncode == 0


def run_program(program, *arguments):
    """Run a program of PostgreSQL as the account of the server; stop if it fails."""
    command = [_program(program), *map(str, arguments)]
    log = paths.LOGS / "postgresql.log"
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    # A file, not a pipe: the server inherits it and would keep a pipe open.
    with log.open("ab") as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            cwd="/",
            **_as_account(),
        )
    if done.returncode:
        sys.stderr.write(log.read_text(errors="replace")[-2000:])
        fail(f"{program} failed; logs: {log} and that of the server")


def _program(name):
    """Return the path of a server program of the data's version, else of the newest."""
    stamp = folder() / "PG_VERSION"
    version = stamp.read_text().strip() if stamp.exists() else "*"
    found = glob.glob(f"/usr/lib/postgresql/{version}/bin/{name}")
    found.sort(key=lambda path: int(path.split("/")[4]))
    program = found[-1] if found else shutil.which(name)
    return program or fail(f"PostgreSQL's {name} was not found; is postgresql there?")


def account():
    """Return the account that runs the server: this one, or postgres under root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    fail("PostgreSQL refuses to run as root and there is no account postgres")


def _as_account():
    """Return the options of ``subprocess`` that run a program as that account."""
    if os.geteuid():
        return {}
    owner = account()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
