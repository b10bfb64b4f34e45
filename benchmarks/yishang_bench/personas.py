"""The people whose screens are timed, and what each of them sees."""

from typing import NamedTuple

from . import host, organisation

# A salesperson with about 9,000 of 1,000,000 customers: a little more than most.
SALESPERSON, MANAGER, DIRECTOR = (
    organisation.get_login("salesperson", 11),
    organisation.get_login("regional_manager", 1),
    organisation.get_login("director", 1),
)
GRANTS = 20


class Persona(NamedTuple):
    """One of the people, by what the policy says of it.

    :param name: role, as the table shows it
    :param owners: users whose customers are seen
    :param keys: scope keys that are seen
    :param regions: regions that are seen whole
    :param granted: customers seen one by one
    :param sees_all: nothing is narrowed
    """

    name: str
    user_id: int
    owners: list
    keys: list
    regions: list
    granted: list
    sees_all: bool


def load(database):
    """Return the three people of a database."""
    with host.request(database) as env:
        return [
            _load(env, login, name)
            for login, name in (
                (SALESPERSON, "salesperson"),
                (MANAGER, "manager"),
                (DIRECTOR, "director"),
            )
        ]


def _load(env, login, name):
    user = env["res.users"].search([("login", "=", login)])
    sight = env["crm.yishang.policy"].with_user(user)._get_sight()
    return Persona(
        name,
        user.id,
        sorted(sight.owners),
        [key for key in sight.get_keys("read") if key],
        sorted(sight.regions),
        sight.get_customers("read"),
        sight.reads_all,
    )


def create_grants(env):
    """Open some customers of other people to the salesperson."""
    user = env["res.users"].search([("login", "=", SALESPERSON)])
    owner = organisation.get_users(env, "salesperson")[-1]
    customers = env["res.partner"].search(
        [("yishang_is_customer", "=", True), ("user_id", "=", owner.id)],
        order="id",
        limit=GRANTS,
    )
    env["crm.yishang.grant"].create(
        [{"user_id": user.id, "customer_id": customer.id} for customer in customers]
    )
