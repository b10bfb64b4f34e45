#!/usr/bin/env python3
"""Prove that a standby answers reports and workbench, and that nothing writes there.

usage: .local/venv/bin/python benchmarks/standby.py [DATABASE]

Two servers of PostgreSQL are made beside the checkout: a primary with a copy of the
database, "yishang" by default, which `make run` has made, and a standby that follows it
by streaming. Odoo serves that database with `db_replica_host`. The director opens the
workbench and every report, then writes; what each request did stands in the logs of the
two servers, which log every statement.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from devenv import instance, paths, postgres  # noqa: E402  (found by the line above)
from devenv.console import fail, run_command, say  # noqa: E402

DATABASE = "yishang"
USER = "director"
PRIMARY, STANDBY = 5440, 5441
SETTINGS = """
listen_addresses = ''
port = {port}
unix_socket_directories = '{folder}'
fsync = off
jit = off
log_statement = all
log_line_prefix = '%d '
"""
# What a primary may be asked while a request only reads.
HARMLESS = ("BEGIN", "START TRANSACTION", "SET ", "ROLLBACK", "COMMIT", "RELEASE")
WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "CREATE", "ALTER", "WITH GONE")
# Seconds until a standby has caught up, until a server answers.
PATIENCE = 60


class Log:
    """The statements on one database that its server logged, bit by bit."""

    def __init__(self, path, database):
        self.path, self.mark, self.seen = path, f"{database} LOG:  statement: ", 0

    def read(self):
        """Return the statements since the last call, in capitals."""
        text = self.path.read_text(errors="replace")
        new, self.seen = text[self.seen :], len(text)
        return [
            line.removeprefix(self.mark).strip().upper()
            for line in new.splitlines()
            if line.startswith(self.mark)
        ]


class Step(NamedTuple):
    """One request, and whether it only reads."""

    name: str
    model: str
    method: str
    arguments: list
    is_reading: bool = True


def main():
    """Set up both servers and Odoo, ask, and judge by the logs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", nargs="?", default=DATABASE)
    database = parser.parse_args().database
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/var/tmp")))
        owner = postgres.account()
        shutil.chown(folder, owner.pw_uid, owner.pw_gid)
        with postgres.server():
            copy(database, folder)
            environment = instance.environment()
        stack.enter_context(serve_data(folder / "primary", folder, PRIMARY))
        restore(database, folder)
        follow(folder)
        stack.enter_context(serve_data(folder / "standby", folder, STANDBY))
        logs = [
            Log(folder / f"{name}.log", database) for name in ("primary", "standby")
        ]
        with serve_odoo(database, folder, environment) as call:
            wrong = [*prove(call, logs, folder)]
    for sentence in wrong:
        say(f"WRONG {sentence}")
    sys.exit(1 if wrong else 0)


def copy(database, folder):
    """Take a copy of the database and of its files."""
    say(f"Copying {database}")
    postgres.run_program("pg_dump", "-Fc", "-f", folder / "dump", database)
    files = instance.data_dir() / "filestore" / database
    if files.exists():
        shutil.copytree(files, folder / "data" / "filestore" / database)


@contextmanager
def serve_data(data, folder, port):
    """Run a server of PostgreSQL on its data, which are made if there are none."""
    if not data.exists():
        options = ["-U", postgres.ROLE, "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8"]
        postgres.run_program("initdb", "-D", data, *options, "--no-sync")
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS.format(port=port, folder=folder))
    log = folder / f"{data.name}.log"
    postgres.run_program("pg_ctl", "-D", data, "-l", log, "-w", "start")
    try:
        yield
    finally:
        postgres.run_program("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")


def restore(database, folder):
    """Put the copy into the primary."""
    where = ("-h", folder, "-p", PRIMARY, "-U", postgres.ROLE)
    postgres.run_program("createdb", *where, database)
    postgres.run_program("pg_restore", *where, "-d", database, folder / "dump")


def follow(folder):
    """Make the data of a standby that follows the primary."""
    say("Making the standby")
    where = ("-h", folder, "-p", PRIMARY, "-U", postgres.ROLE)
    options = ("-D", folder / "standby", "-R", "-X", "stream", "-C", "-S", "standby")
    postgres.run_program("pg_basebackup", *where, *options, "-c", "fast")


@contextmanager
def serve_odoo(database, folder, environment):
    """Serve the database; yield a function that calls a method as the director."""
    port = instance.free_port(8269)
    options = {
        "db_host": folder,
        "db_port": PRIMARY,
        "db_user": postgres.ROLE,
        "db_replica_host": folder,
        "db_replica_port": STANDBY,
        "data-dir": folder / "data",
        "db-filter": f"^{database}$",
        "http-port": port,
        "max-cron-threads": 0,
        "log-level": "warn",
    }
    options = [f"--{name}={value}" for name, value in options.items()]
    command = instance.command("-d", database, *options)
    with subprocess.Popen(command, env=environment) as server:
        try:
            yield log_in(f"http://{instance.HOST}:{port}", database)
        finally:
            server.terminate()


def log_in(address, database):
    """Return a function that calls a method, once the server answers."""
    opener = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(CookieJar())
    )

    def ask(path, params):
        body = json.dumps({"jsonrpc": "2.0", "params": params}).encode()
        head = {"Content-Type": "application/json"}
        with opener.open(urllib.request.Request(address + path, body, head)) as answer:
            answer = json.load(answer)
        if "error" in answer:
            fail(f"{path} {params}: {answer['error']['data']['message']}")
        return answer["result"]

    def call(step):
        params = {"model": step.model, "method": step.method, "kwargs": {}}
        path = f"/web/dataset/call_kw/{step.model}/{step.method}"
        return ask(path, {**params, "args": step.arguments})

    for _second in range(PATIENCE):
        try:
            who = {"db": database, "login": USER, "password": USER}
            ask("/web/session/authenticate", who)
        except OSError:
            time.sleep(1)
        else:
            return call
    return fail("Odoo does not answer")


def prove(call, logs, folder):
    """Ask for everything, print what it did where, and yield what is wrong."""
    center, workbench = "crm.yishang.report.center", "crm.yishang.workbench"
    groups = call(Step("", center, "get_center", []))
    codes = [report["code"] for group in groups for report in group["reports"]]
    steps = [
        Step("report center", center, "get_center", []),
        Step("workbench", workbench, "get_data", []),
        *(Step(f"report {code}", center, "get_report", [code]) for code in codes),
        Step("a new customer", "res.partner", "create", [[{"name": "备库"}]], False),
    ]
    for step in steps:
        # The first time Odoo reads what it keeps: views, rules, translations.
        if step.is_reading:
            call(step)
        for log in logs:
            log.read()
        call(step)
        primary, standby = (
            [line for line in log.read() if not line.startswith(HARMLESS)]
            for log in logs
        )
        say(f"{step.name:32}primary {len(primary):5}  standby {len(standby):5}")
        yield from judge(step, primary, standby)
    wait_for(folder)


def judge(step, primary, standby):
    """Yield what is wrong with where a request went."""
    if any(line.startswith(WRITES) for line in standby):
        yield f"{step.name} wrote on the standby"
    if not step.is_reading and not any(line.startswith("INSERT") for line in primary):
        yield f"{step.name} was not written on the primary"
    if step.is_reading and primary:
        yield f"{step.name} asked the primary: {primary[0][:200]}"
    if step.is_reading and not standby:
        yield f"{step.name} did not ask the standby"


def wait_for(folder):
    """Wait until what was written is on the standby."""
    where = ("-h", str(folder), "-U", postgres.ROLE, "-At", "postgres", "-c")
    for _second in range(PATIENCE):
        state = subprocess.run(
            ["psql", "-p", str(PRIMARY), *where, LAG],
            capture_output=True,
            text=True,
            check=True,
        )
        if state.stdout.strip() == "streaming|0":
            say("The standby has all of it")
            return
        time.sleep(1)
    fail(f"the standby did not catch up: {state.stdout}")


LAG = (
    "SELECT state, pg_wal_lsn_diff(sent_lsn, replay_lsn)::int FROM pg_stat_replication"
)

if __name__ == "__main__":
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    run_command(main)
