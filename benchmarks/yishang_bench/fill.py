"""The database that is measured: as a company would have it after years."""

import time
from pathlib import Path

from . import bulk, customers, databases, host, orders, organisation, personas, verify
from .console import say

TABLES = ("res_partner", "sale_order", "sale_order_line")
SOURCES = ("bulk", "customers", "names", "orders", "organisation", "personas", "sizes")


def ensure(template, name, size):
    """Fill the database ``name``, unless it is already as this generator fills it.

    :param template: a fresh database with the addon
    """
    note = databases.read_note(name)
    if note.get("generator") == get_version():
        try:
            _update(name, note)
        except verify.GeneratorError:
            say(f"The addon computes other values by now than {name} has")
        else:
            return
    host.release(name)
    databases.clone(template, name)
    host.upgrade(name)
    fill(name, size)
    verify.check(name)
    _note(name)


def _update(name, note):
    """Bring a filled database to the state of the addon's files."""
    if note.get("addon") != databases.addon_state():
        say(f"Updating {databases.ADDON} in {name}")
        host.upgrade(name)
        verify.check(name)
        _note(name)


def _note(name):
    note = databases.read_note(name)
    note |= {"generator": get_version(), "addon": databases.addon_state()}
    databases.write_note(name, note)


def get_version():
    """Return a text that changes whenever databases have to be filled again."""
    folder = Path(__file__).parent
    return databases.digest(folder / f"{source}.py" for source in SOURCES)


def fill(name, size):
    """Fill a fresh database with the records of a size."""
    started = time.monotonic()
    with host.request(name) as env:
        say(f"Creating the organisation in {name}")
        organisation.create(env)
        env.cr.commit()
        say(f"Filling {size.customers:,} customers and {size.orders:,} orders")
        with bulk.unhindered(env.cr, *TABLES):
            first_customer = customers.fill(env, size)
            orders.fill(env, size, first_customer)
        env.cr.commit()
    databases.vacuum(name, *TABLES)
    with host.request(name) as env:
        say("Composing what customers are found by")
        customers.fill_search(env)
        customers.fill_keys(env)
        # The rows came in with the triggers switched off that count them.
        env["crm.yishang.customer.total"]._rebuild()
        env["crm.yishang.total"]._rebuild()
        personas.create_grants(env)
        env.cr.commit()
        say("Deriving the last orders and the lifecycle history")
        env["res.partner"]._yishang_refresh_all_last_orders()
        env["crm.yishang.lifecycle.origin"]._tell()
        env.cr.commit()
    databases.vacuum(name)
    say(f"Filled {name} in {time.monotonic() - started:.0f} s")
