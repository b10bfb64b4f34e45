"""A worker of the server without its network: answers requests read from a pipe.

Run by ``test_two_processes``, whose requests are lines of JSON: ``uid``, ``model``,
``ids``, ``method``, ``args``. Each is served as an HTTP request is: look for signals of
other processes, open a cursor and an environment, call, commit, signal. Each answer is
a line of JSON: ``{"result": …}``, records as their ids, or ``{"error": text}``.

A request with ``die_before`` is served by a process of its own that kills itself before
the statement of that number, the commit being the last one; the result is the signal it
died of, or 0. With ``patch``, ``{name of a constant: value}``, it is served with those.
"""

import json
import os
import random
import signal
import sys
from contextlib import ExitStack, contextmanager
from functools import partial
from unittest.mock import patch

from odoo import api, sql_db
from odoo.models import BaseModel
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config


def serve(database, request):
    """Return the answer to one request."""
    registry = Registry(database)
    with registry.cursor(readonly=True) as cr:
        registry = registry.check_signaling(cr)
    with registry.cursor() as cr:
        env = api.Environment(cr, request["uid"], {})
        # It commits and tells other processes which caches to drop.
        return retrying(partial(call, env, request), env)


def call(env, request):
    """Call the method and return what it returns, as plain values."""
    records = env[request["model"]].browse(request["ids"])
    with ExitStack() as stack:
        for name, value in request.get("patch", {}).items():
            stack.enter_context(patch(name, value))
        result = getattr(records, request["method"])(*request["args"])
    return result.ids if isinstance(result, BaseModel) else result


def serve_and_die(database, request):
    """Return the signal a process of its own died of."""
    sql_db.close_all()
    sys.stdout.flush()
    if child := os.fork():
        _child, status = os.waitpid(child, 0)
        return {"result": os.WTERMSIG(status)}
    # As in a worker of the prefork server: connections belong to one process.
    sql_db._Pool = sql_db._Pool_readonly = None
    try:
        with dying_before(request["die_before"]):
            serve(database, request)
    finally:
        os._exit(0)


@contextmanager
def dying_before(number, process=0):
    """Have this process kill itself before a statement of cursors, or their commit.

    :param process: 0, or minus the id of the process group that is to die as a whole
    :return: function that tells how many statements there were
    """
    count = 0

    def counted(method):
        def run(*args, **kwargs):
            nonlocal count
            if count >= number:
                os.kill(process or os.getpid(), signal.SIGKILL)
            count += 1
            return method(*args, **kwargs)

        return run

    methods = {name: getattr(sql_db.Cursor, name) for name in ("execute", "commit")}
    for name, method in methods.items():
        setattr(sql_db.Cursor, name, counted(method))
    try:
        yield lambda: count
    finally:
        for name, method in methods.items():
            setattr(sql_db.Cursor, name, method)


def main():
    """Serve until the pipe is closed."""
    config.parse_config(sys.argv[1:])
    # Whoever was too late tries again after a second or two: not in a test.
    random.uniform = lambda low, _high: low
    (database,) = config["db_name"]
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if "die_before" in request:
                answer = serve_and_die(database, request)
            else:
                answer = {"result": serve(database, request)}
        except Exception as error:  # the test says what went wrong
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
