"""Serve the demonstration database (or DB=name) until Ctrl-C. PORT=number"""

import os
import signal
import subprocess
import time

from devenv import database, instance, postgres
from devenv.console import say

DATABASE = os.environ.get("DB") or "yishang"
DEFAULT_PORT = 8069
# The longest that Odoo is given to finish running requests after Ctrl-C, in seconds.
PATIENCE = 20
LOGINS = (
    ("director", "sales director, all of the company"),
    ("manager_north", "regional manager"),
    ("leader_sjz", "team leader, Shijiazhuang"),
    ("leader_bd", "team leader, Baoding"),
    ("sales_sjz1", "salesperson, Shijiazhuang"),
    ("sales_sjz2", "salesperson, Shijiazhuang"),
    ("sales_bd1", "salesperson, Baoding"),
    ("service1", "service agent"),
    ("cashier1", "cashier"),
    ("market1", "marketing"),
    ("report1", "report viewer"),
    ("crmadmin", "CRM administrator"),
    ("admin", "administrator of Odoo"),
)


def main():
    """Create or update the database, then serve it."""
    with postgres.server(), database.reserved(DATABASE):
        if not database.exists(DATABASE):
            database.create(DATABASE, demo=True)
        elif database.read_state(DATABASE) != database.addon_state():
            database.update_addon(DATABASE)
        serve(DATABASE)


def serve(name):
    """Run the server in the foreground; on Ctrl-C wait for its clean end."""
    port = instance.free_port(int(os.environ.get("PORT") or DEFAULT_PORT))
    options = ["-d", name, f"--db-filter=^{name}$", f"--http-port={port}"]
    environment = instance.environment()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    with subprocess.Popen(
        instance.command(*options),
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C comes here first, once
    ) as server:
        for number in signals:
            signal.signal(number, lambda *_: stop(server))
        announce(port, name)
        server.wait()


def announce(port, name):
    """Print what a person needs to log in."""
    say("")
    for line in instance.describe():
        say(line)
    say(f"Logins of the database {name} (the password is the login):")
    for login, what in LOGINS:
        say(f"    {login:15}{what}")
    say(f"\nOpen http://{instance.HOST}:{port}    Ctrl-C stops the server.\n")


def stop(server):
    """Ask the server to end; make it end if it does not."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    if server.poll() is None:
        server.kill()


if __name__ == "__main__":
    main()
