"""How Odoo is called: configuration, command line, environment."""

import hashlib
import os
import socket
import tempfile

from . import odoo, paths, postgres
from .console import run_logged

HOST = "127.0.0.1"


def environment():
    """Return the process environment in which ``odoo`` can be imported."""
    return {
        **os.environ,
        "PATH": f"{paths.VENV / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(_import_path()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ODOO_RC": str(write_configuration()),
    }


def data_dir():
    """Return the folder of Odoo's files, one for each database server.

    Two servers may have databases of the same name.
    """
    name = "data"
    if not postgres.is_private():
        server = [os.environ.get(name) for name in ("PGHOST", "PGPORT", "PGUSER")]
        name += "-" + hashlib.sha256(str(server).encode()).hexdigest()[:10]
    folder = paths.LOCAL / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_configuration():
    """Write the configuration that all commands share and return its path."""
    addons_path = [*map(str, odoo.addons_paths()), str(paths.ROOT)]
    options = {
        "addons_path": ",".join(addons_path),
        "data_dir": data_dir(),
        "db_host": os.environ.get("PGHOST", "False"),
        "db_port": os.environ.get("PGPORT", "False"),
        "db_user": os.environ.get("PGUSER", "False"),
        "http_interface": HOST,
        "list_db": "False",
        "screenshots": paths.LOGS / "screenshots",
    }
    lines = [f"{name} = {value}\n" for name, value in options.items()]
    # In one step, since another command may be reading it.
    draft = data_dir() / f"odoo.conf.{os.getpid()}"
    draft.write_text("[options]\n" + "".join(lines))
    return draft.rename(data_dir() / "odoo.conf")


def command(*arguments):
    """Return the command line of Odoo with these arguments."""
    return [str(paths.VENV_PYTHON), "-m", "odoo", *arguments]


def run_to_end(database, *arguments, log_name):
    """Run Odoo without a web server until it has done what the arguments say.

    :return: path of the log file
    """
    call = command("-d", database, *arguments, "--stop-after-init", "--no-http")
    return run_logged(call, log_name, env=environment())


def run_script(database, script, log_name):
    """Run Python in Odoo's shell, with ``env`` at hand; the script commits."""
    call = command("shell", "-d", database, "--no-http")
    with tempfile.TemporaryFile() as source:
        source.write(script.encode())
        source.seek(0)
        return run_logged(call, log_name, env=environment(), stdin=source)


def free_port(wanted):
    """Return the wanted port or the first free one after it."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise SystemExit(f"error: no free port from {wanted} on")


def describe():
    """Return the lines that say what is being used."""
    return [f"Odoo      {odoo.describe()}", f"Database  {postgres.describe()}"]


def _import_path():
    """Return a folder that holds the package ``odoo``.

    An installed Odoo lies among other packages, which must not hide those of the
    virtual environment: there, the folder holds a link to it and nothing else.
    """
    origin = odoo.python_path()
    if origin.name not in ("dist-packages", "site-packages") or not odoo.is_existing():
        return origin
    key = hashlib.sha256(str(origin).encode()).hexdigest()[:10]
    link = paths.LOCAL / "import" / key / "odoo"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(origin / "odoo")
    return link.parent
