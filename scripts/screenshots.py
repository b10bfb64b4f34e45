"""Take the pictures of the guides: one for each line of screenshots.csv.

A line names the picture, who logs in, the path to open and the width of the window;
widths below 600 are shown as a phone shows them. In a path, ``{module.name}`` stands
for the id of that record. NAME=customers takes one picture; DB=name uses an existing
database instead of a fresh one with demo data.
"""

import csv
import io
import os
import re
import subprocess
import time
from contextlib import ExitStack, contextmanager

import requests
from PIL import Image

from devenv import database, instance, paths, postgres
from devenv.browser import Browser
from devenv.console import fail, run_command, say

DATABASE = "yishang_screenshots"
TABLE = paths.ROOT / "scripts" / "screenshots.csv"
TARGET = paths.ROOT / "docs" / "images"
HEIGHT = 800
PHONE_HEIGHT = 844
PHONE_BELOW = 600
STARTUP_SECONDS = 120


def main():
    """Serve the demonstration database and photograph it."""
    name = os.environ.get("DB") or DATABASE
    only = os.environ.get("NAME")
    with TABLE.open(newline="") as table:
        shots = [row for row in csv.DictReader(table) if only in (None, row["name"])]
    if not shots:
        fail(f"{TABLE.name} has no picture {only}")
    TARGET.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(postgres.server())
        stack.enter_context(database.reserved(name))
        if name == DATABASE or not database.exists(name):
            database.create(name, demo=True)
        url = stack.enter_context(served(name))
        browser = stack.enter_context(Browser())
        sessions = {}
        for shot in shots:
            login = shot["login"]
            if login not in sessions:
                sessions[login] = log_in(url, login)
            browser.use_session(url, sessions[login])
            take(browser, url, name, shot)


@contextmanager
def served(name):
    """Serve a database while the block runs and give the address."""
    port = instance.free_port(8269)
    options = ["-d", name, f"--db-filter=^{name}$", f"--http-port={port}"]
    log = paths.LOGS / "screenshots.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            instance.command(*options, "--max-cron-threads=0"),
            env=instance.environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        url = f"http://{instance.HOST}:{port}"
        try:
            wait_for(url, server, log)
            yield url
        finally:
            server.terminate()


def wait_for(url, server, log):
    """Wait until the server answers."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if requests.get(f"{url}/web/login", timeout=60).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.3)
    fail(f"the server does not answer, see {log}")


def log_in(url, login):
    """Log in by the form, as a person does, and return the session's key."""
    session = requests.Session()
    page = session.get(f"{url}/web/login", timeout=60).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = {"login": login, "password": login, "csrf_token": token}
    answer = session.post(f"{url}/web/login", data=form, timeout=60)
    if "/web/login" in answer.url:
        fail(f"{login} cannot log in with the login as password")
    return session.cookies["session_id"]


def take(browser, url, name, shot):
    """Take one picture and store it, with as few bytes as it needs."""
    width = int(shot["width"])
    phone = width < PHONE_BELOW
    browser.resize(width, PHONE_HEIGHT if phone else HEIGHT, phone)
    browser.open(url + fill_in(shot["path"], name))
    picture = Image.open(io.BytesIO(browser.picture())).convert("RGB")
    target = TARGET / f"{shot['name']}.png"
    picture.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    say(f"{target.relative_to(paths.ROOT)}  {target.stat().st_size // 1024} kB")


def fill_in(path, name):
    """Replace external ids in braces by the ids of the records in the database."""
    return re.sub(
        r"\{([\w.]+)\}", lambda xml_id: str(database.record_id(name, xml_id[1])), path
    )


if __name__ == "__main__":
    run_command(main)
