"""Serve the demonstration database (or DB=name) until Ctrl-C. PORT=number"""

import os
import signal
import subprocess

from devenv import database, instance, postgres
from devenv.console import INTERRUPTS, fail, run_command, say

DATABASE = os.environ.get("DB") or "yishang"
DEFAULT_PORT = 8069
# The longest that Odoo is given to finish running requests after Ctrl-C, in seconds.
PATIENCE = 20
LOGINS = {
    "director": "sales director, all of the company",
    "manager_north": "regional manager",
    "leader_sjz": "team leader, Shijiazhuang",
    "leader_bd": "team leader, Baoding",
    "sales_sjz1": "salesperson, Shijiazhuang",
    "sales_sjz2": "salesperson, Shijiazhuang",
    "sales_bd1": "salesperson, Baoding",
    "servicem1": "service manager",
    "service1": "service agent",
    "cashier1": "cashier",
    "market1": "marketing",
    "report1": "report viewer",
    "crmadmin": "CRM administrator",
    "admin": "administrator of Odoo",
    "customer1": "a customer, in the portal",
}


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
    options = [f"--db-filter=^{name}$", f"--http-port={port}"]
    # Odoo's own use of old library calls, each with a traceback.
    options.append("--log-handler=py.warnings:ERROR")
    announce(port, name)
    with subprocess.Popen(
        instance.command("-d", name, *options),
        env=instance.environment(),
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C comes to this process alone
    ) as server:
        try:
            server.wait()
        except KeyboardInterrupt:
            stop(server)
    if server.returncode:
        fail(f"the server ended with {server.returncode}; its log stands above")


def announce(port, name):
    """Print what a person needs to log in."""
    known = database.logins(name)
    say("")
    for line in instance.describe():
        say(line)
    say(f"Logins of the database {name} (the password is the login):")
    for login, what in LOGINS.items():
        if login in known:
            say(f"    {login:15}{what}")
    say(f"\nOpen http://{instance.HOST}:{port}    Ctrl-C stops the server.\n")


def stop(server):
    """Ask the server to end; make it end if it does not."""
    say("\nStopping")
    for number in INTERRUPTS:
        signal.signal(number, signal.SIG_IGN)
    server.send_signal(signal.SIGINT)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    server.returncode = 0


if __name__ == "__main__":
    run_command(main)
