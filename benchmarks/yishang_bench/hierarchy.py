"""A change of the hierarchy is seen in the next request."""

import time

from . import host, organisation, personas
from .console import say


class StaleError(Exception):
    """Somebody sees what is no longer, or not yet, for those eyes."""


def measure(database):
    """Move a salesperson below the manager and back, and look what the manager sees.

    :return: ``{"change": ms, "next_request": ms, "seen": customers that came along}``
    :raise StaleError: if a request after the change is answered as before
    """
    with host.request(database) as env:
        manager = _get_user(env, personas.MANAGER)
        seller = _get_user(env, organisation.get_login("salesperson", 2))
        boss = _get_user(env, organisation.get_login("leader", 1))
        owned = env["res.partner"].search_count(_get_domain(seller.id))
        old_boss = seller.employee_id.parent_id.id
        new_boss, employee = boss.employee_id.id, seller.employee_id.id
    before, _seconds = _count(database, manager.id, seller.id)
    changed = _move(database, employee, new_boss)
    after, asked = _count(database, manager.id, seller.id)
    _move(database, employee, old_boss)
    restored, _seconds = _count(database, manager.id, seller.id)
    if (after, restored) != (owned, before) or before == owned:
        raise StaleError(f"{owned} customers: {before} seen, then {after}, {restored}")
    result = {
        "change": round(changed * 1000, 1),
        "next_request": round(asked * 1000, 1),
        "seen": after - before,
    }
    say(f"Another superior: {result}")
    return result


def _get_user(env, login):
    return env["res.users"].search([("login", "=", login)])


def _get_domain(owner_id):
    return [("user_id", "=", owner_id), ("yishang_is_customer", "=", True)]


def _move(database, employee_id, boss_id):
    """Give an employee another superior and return the seconds it took."""
    with host.request(database) as env:
        started = time.perf_counter()
        env["hr.employee"].browse(employee_id).parent_id = boss_id
        env.cr.commit()
        return time.perf_counter() - started


def _count(database, user_id, owner_id):
    """Return how many customers of an owner a user sees, and the seconds it took."""
    with host.request(database, user_id) as env:
        started = time.perf_counter()
        number = env["res.partner"].search_count(_get_domain(owner_id))
        return number, time.perf_counter() - started
