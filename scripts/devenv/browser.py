"""A headless Chromium, driven through its developer tools."""

import base64
import itertools
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import requests
import websocket

from .console import fail

PROGRAMS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
# Without them a closed network sees many attempts to reach the maker's hosts.
SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-quic",
    "--disable-sync",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
    "--remote-debugging-port=0",
)
START_SECONDS = 30
# The first page after a change waits for the assets to be built.
PAGE_SECONDS = 240
# The page stands still when nothing was requested for this long, in seconds.
QUIET_SECONDS = 1.5
# A page of the backend or the portal is drawn, and waits for nothing.
SETTLED = """
document.readyState === "complete" &&
!document.querySelector(".o_loading_indicator, .o_blockUI, .o_skeleton") &&
(document.querySelector(".o_action_manager > *, .o_dialog") ||
    !document.querySelector(".o_web_client")) &&
Array.from(document.images).every((image) => image.complete || image.loading === "lazy")
    ? performance.getEntriesByType("resource").length
    : -1
"""


class Browser:
    """One window of a browser with an empty profile; a context manager."""

    def __enter__(self):
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        if not program:
            fail("there is no Chromium")
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._numbers = itertools.count(1)
        self._process = subprocess.Popen(
            [
                program,
                *SWITCHES,
                f"--user-data-dir={self._profile.name}",
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._connect()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._profile.cleanup()

    def use_session(self, url, key):
        """Go on as the person whose session key this is."""
        self._call("Network.clearBrowserCookies")
        cookie = {"name": "session_id", "value": key, "url": url, "httpOnly": True}
        self._call("Network.setCookie", **cookie)

    def resize(self, width, height, phone):
        """Set the size of the window; a phone has touch and fine pixels."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )
        self._call("Emulation.setTouchEmulationEnabled", enabled=phone)

    def open(self, url):
        """Load a page and wait until it stands still."""
        self._call("Page.navigate", url="about:blank")
        self._call("Page.navigate", url=url)
        deadline = time.monotonic() + PAGE_SECONDS
        seen, since = None, time.monotonic()
        while time.monotonic() < deadline:
            requested = self.evaluate(SETTLED)
            if requested in (None, -1) or requested != seen:
                seen, since = requested, time.monotonic()
            elif time.monotonic() - since > QUIET_SECONDS:
                return
            time.sleep(0.1)
        fail(f"{url} did not come to rest within {PAGE_SECONDS} seconds")

    def evaluate(self, expression):
        """Return the value of a JavaScript expression in the page."""
        answer = self._call(
            "Runtime.evaluate", expression=expression, returnByValue=True
        )
        return answer["result"].get("value")

    def picture(self):
        """Return what the window shows, as PNG."""
        return base64.b64decode(self._call("Page.captureScreenshot")["data"])

    def _connect(self):
        port_file = Path(self._profile.name, "DevToolsActivePort")
        deadline = time.monotonic() + START_SECONDS
        while not (port_file.exists() and port_file.read_text().count("\n")):
            if time.monotonic() > deadline or self._process.poll() is not None:
                fail("Chromium did not start")
            time.sleep(0.1)
        port = port_file.read_text().split("\n")[0]
        pages = requests.get(f"http://127.0.0.1:{port}/json", timeout=10).json()
        address = next(
            page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"
        )
        self._socket = websocket.create_connection(
            address, timeout=PAGE_SECONDS, suppress_origin=True
        )

    def _call(self, method, **parameters):
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    fail(f"Chromium: {method}: {answer['error']['message']}")
                return answer["result"]
