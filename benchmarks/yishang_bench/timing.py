"""Running one thing several times beside others, and what comes of it."""

import gc
import os
import statistics
import time
from typing import NamedTuple

from . import host


class Measure(NamedTuple):
    """One run: seconds, number of SQL statements and what it returned."""

    seconds: float
    statements: int
    result: object


class Call(NamedTuple):
    """One request of the web client.

    :param method: of the model
    :param arguments: by name; ``ids`` are the records to call it on
    """

    database: str
    user_id: int
    method: str
    arguments: dict
    context: dict
    model: str = "res.partner"

    def run(self):
        """Answer the request in a transaction of its own.

        :return: a ``Measure``
        """
        context = {"bin_size": True, **self.context}
        with host.request(self.database, self.user_id, **context) as env:
            model = env[self.model]
            arguments = dict(self.arguments)
            records = model.browse(arguments.pop("ids", ()))
            statements = env.cr.sql_log_count
            started = time.perf_counter()
            result = getattr(records, self.method)(**arguments)
            seconds = time.perf_counter() - started
            return Measure(seconds, env.cr.sql_log_count - statements, result)


class Statements(NamedTuple):
    """Hand-written SQL that fetches the same."""

    database: str
    statements: list

    def run(self):
        """Fetch what the statements return.

        :return: a ``Measure`` with the rows of each statement
        """
        # Through the pool, as Odoo: a new connection knows no table yet.
        with host.open_registry(self.database).cursor() as cursor:
            started = time.perf_counter()
            rows = [_fetch(cursor._obj, statement) for statement in self.statements]
            seconds = time.perf_counter() - started
        return Measure(seconds, len(self.statements), rows)


class Series(NamedTuple):
    """Several runs of one thing.

    :param milliseconds: median of the runs
    """

    milliseconds: float
    statements: int
    result: object
    runs: list


def interleave(rounds, **things):
    """Run things in turns, so that what else the machine does hits all alike.

    :param things: anything with ``run``, by name; the first run of each warms up
    :return: a ``Series`` for each
    """
    measures = {name: [] for name in things}
    for thing in things.values():
        thing.run()
    gc.collect()
    gc.disable()
    for number in range(rounds):
        names = list(things)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            measures[name].append(things[name].run())
        gc.collect()
    gc.enable()
    return {name: _sum_up(runs) for name, runs in measures.items()}


def read_load():
    """Return the load average of the last minute."""
    return round(os.getloadavg()[0], 2)


def _fetch(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchall()


def _sum_up(runs):
    return Series(
        statistics.median(run.seconds for run in runs) * 1000,
        max(run.statements for run in runs),
        runs[-1].result,
        [round(run.seconds * 1000, 2) for run in runs],
    )
