"""Odoo inside this process: configuration, registries and requests."""

import os
from contextlib import contextmanager

from .databases import ADDON

# The one company of these databases; the web client names it in each request.
COMPANY_ID = 1
# The same for Odoo and for hand-written SQL.
PGOPTIONS = "-c jit=off -c work_mem=4MB"


def start():
    """Read the configuration that ``ODOO_RC`` names; to be called once, first."""
    os.environ["PGOPTIONS"] = PGOPTIONS
    from odoo.tools import config

    config.parse_config(["--log-level=warn", "--no-http"], setup_logging=True)


def open_registry(database):
    """Return the registry of a database."""
    from odoo.modules.registry import Registry

    return Registry(database)


def upgrade(database):
    """Bring the addon in a database to the state of its files."""
    from odoo.modules.registry import Registry

    Registry.new(database, update_module=True, upgrade_modules=(ADDON,))


def release(database):
    """Forget a database and its connections, so that it can be copied or dropped."""
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db

    Registry.delete(database)
    close_db(database)


@contextmanager
def request(database, user_id=1, **context):
    """Give an environment like that of a request: nothing cached of the records.

    Nothing is committed unless the caller does it.
    """
    from odoo import api

    with open_registry(database).cursor() as cursor:
        context = {
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "uid": user_id,
            "allowed_company_ids": [COMPANY_ID],
            **context,
        }
        yield api.Environment(cursor, user_id, context)
        cursor.rollback()


def get_load():
    """Return how many processes wanted a core in the last minute."""
    return os.getloadavg()[0]
