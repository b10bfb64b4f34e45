"""A worker of the server without its network: answers requests read from a pipe.

Run by ``test_two_processes``, whose requests are lines of JSON: ``uid``, ``model``,
``ids``, ``method``, ``args``. Each is served as an HTTP request is: look for signals of
other processes, open a cursor and an environment, call, commit, signal. Each answer is
a line of JSON: ``{"result": …}``, records as their ids, or ``{"error": text}``.
"""

import json
import random
import sys
from functools import partial

from odoo import api
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
    result = getattr(records, request["method"])(*request["args"])
    return result.ids if isinstance(result, BaseModel) else result


def main():
    """Serve until the pipe is closed."""
    config.parse_config(sys.argv[1:])
    # Whoever was too late tries again after a second or two: not in a test.
    random.uniform = lambda low, _high: low
    (database,) = config["db_name"]
    for line in sys.stdin:
        try:
            answer = {"result": serve(database, json.loads(line))}
        except Exception as error:  # the test says what went wrong
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
