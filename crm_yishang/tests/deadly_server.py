"""The prefork server of Odoo, whose processes die where a request asks for it.

Run by ``test_receipt_killed``. A request with the header ``X-Die-Before`` is answered
by a process that kills itself before the statement of that number; with ``X-Die-All``
the server dies as a whole. Who lives tells in ``X-Statements`` how many there were.
"""

import os
import sys

from worker import dying_before

import odoo.http
from odoo.service import server
from odoo.tools import config

serve = odoo.http.Application.__call__


def serve_and_die(self, environ, start_response):
    """Answer a request, up to the statement it names."""
    number = environ.get("HTTP_X_DIE_BEFORE")
    if not number:
        return serve(self, environ, start_response)
    group = -os.getpgrp() if environ.get("HTTP_X_DIE_ALL") else 0
    with dying_before(int(number), group) as count:

        def start(status, headers, *args):
            told = [*headers, ("X-Statements", str(count()))]
            return start_response(status, told, *args)

        return serve(self, environ, start)


if __name__ == "__main__":
    config.parse_config(sys.argv[1:])
    odoo.http.Application.__call__ = serve_and_die
    # The process for websockets, which no request here needs.
    server.PreforkServer.long_polling_spawn = lambda self: None
    server.start(preload=config["db_name"])
