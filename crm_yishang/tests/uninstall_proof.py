"""Prove in Odoo's shell that removing the addon leaves the host as it was.

Run by ``test_uninstall`` on a copy of a database with the addon: removes it, installs
it again, adopts everything, removes it again, and compares the host's tables between
all of these. Ends with an exception at the first difference.
"""

import json
import sys

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import SQL

HOST_TABLES = (
    "account_move",
    "account_move_line",
    "account_payment",
    "calendar_event",
    "crm_lead",
    "crm_stage",
    "hr_department",
    "hr_employee",
    "hr_version",
    "ir_sequence",
    "ir_sequence_date_range",
    "mail_followers",
    "mail_message",
    "product_product",
    "product_template",
    "res_company",
    "res_groups",
    "res_groups_users_rel",
    "res_partner",
    "res_users",
    "sale_order",
    "sale_order_line",
)
RULED_MODELS = (
    "account.move",
    "account.move.line",
    "calendar.event",
    "crm.lead",
    "mail.activity",
    "mail.followers",
    "mail.message",
    "res.partner",
    "sale.order",
    "sale.order.line",
    "sale.report",
)
# On these the host notes that a job of ours was created.
JOBS = ("ir.actions.server", "ir.cron")
VOLATILE = {"write_date", "write_uid", "login_date"}


def act(step):
    """Run ``step(env)`` in a transaction of its own, with the registry of now."""
    with Registry(database).cursor() as cr:
        return step(api.Environment(cr, api.SUPERUSER_ID, {}))


def take_picture(env):
    """Return ``{table: {row id: columns of the host}}`` without what is ours."""
    ours = env["ir.model.data"].search([("module", "=", "crm_yishang")])
    owned = {}
    for data in ours.filtered(lambda data: data.model in env):
        owned.setdefault(env[data.model]._table, set()).add(data.res_id)
    return {table: dict(read_rows(env, table, owned)) for table in HOST_TABLES}


def read_rows(env, table, owned):
    """Yield the rows of a table that belong to the host."""
    env.cr.execute(SQL("SELECT to_jsonb(t) FROM %s t", SQL.identifier(table)))
    for (row,) in env.cr.fetchall():
        if row.get("id") in owned.get(table, ()):
            continue
        if row.get("gid") in owned.get("res_groups", ()):
            continue
        if row.get("model") in JOBS:
            continue
        if row.get("sequence_id") in owned.get("ir_sequence", ()):
            continue
        columns = {
            name: value
            for name, value in row.items()
            if not name.startswith("yishang_") and name not in VOLATILE
        }
        # Rows of a relation have no id: the row itself says which it is.
        yield row.get("id") or json.dumps(columns, sort_keys=True), columns


def get_sight(env):
    """Return what each user finds: ``{(login, model): ids}``."""
    sight = {}
    for user in env["res.users"].search([]):
        for name in RULED_MODELS:
            model = env[name].with_user(user)
            if model.has_access("read"):
                domain = [("model", "not in", JOBS)] if name == "mail.message" else []
                found = model.with_context(active_test=False).search(domain)
                sight[user.login, name] = sorted(found.ids)
    return sight


def expect_same(expected, found, what):
    """Raise if two pictures differ, naming what differs."""
    for key in expected.keys() | found.keys():
        before, after = expected.get(key), found.get(key)
        if before == after:
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            expect_same(before, after, f"{what}: {key}")
        raise AssertionError(f"{what}: {key}: {before!r} became {after!r}")


def fill(env):
    """Create what a company has that uses the addon: documents, users, employees."""
    seller, clerk, plain = (
        env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": login,
                "email": f"{login}@example.com",
                "group_ids": [
                    (4, env.ref(group).id) for group in ("base.group_user", *groups)
                ],
            }
        )
        for login, *groups in (
            ("proof_seller", "crm_yishang.crm_yishang_group_salesperson"),
            ("proof_clerk", "sales_team.group_sale_salesman"),
            ("proof_plain",),
        )
    )
    boss = env["hr.employee"].create({"name": clerk.name, "user_id": clerk.id})
    env["hr.employee"].create(
        {"name": seller.name, "user_id": seller.id, "parent_id": boss.id}
    )
    industry = env.ref("crm_yishang.res_partner_industry_chemicals")
    customers = env["res.partner"].create(
        [
            {
                "name": f"Customer {number}",
                "is_company": True,
                "user_id": user.id,
                "industry_id": industry.id,
                "child_ids": [(0, 0, {"name": f"Contact {number}"})],
            }
            for number, user in enumerate((seller, clerk, plain))
        ]
    )
    product = env["product.product"].create({"name": "Thing", "list_price": 10})
    orders = env["sale.order"].create(
        [
            {
                "partner_id": customer.id,
                "user_id": customer.user_id.id,
                "order_line": [(0, 0, {"product_id": product.id})],
            }
            for customer in (*customers, *customers)
        ]
    )
    orders[:3].action_confirm()
    env["crm.lead"].create(
        [{"name": f"Lead {user.name}", "user_id": user.id} for user in (seller, clerk)]
    )
    customers[:1].write({"yishang_is_customer": True})
    env["ir.sequence"]._yishang_next_many("crm.yishang.customer", 2)
    return orders[3:].ids


def adopt(env):
    """Make customers of everybody with an order or a lead, visibility in force."""
    wizard = env["crm.yishang.adoption"].create(
        {"kind": "all", "is_put_in_force": True}
    )
    wizard.action_adopt()
    customers = env["res.partner"].search([("yishang_is_customer", "=", True)])
    if len(customers) < 3 or not env.company.yishang_visibility_in_force:
        raise AssertionError("the adoption did not work, there is nothing to prove")


def count_industries(env):
    """Tell how many industries there are of the name that a partner has."""
    return env["res.partner.industry"].search_count(
        [("name", "=", "Chemical Industry")]
    )


def remove(env):
    """Remove the addon, as the administrator does."""
    env.ref("base.module_crm_yishang").with_user(
        env.ref("base.user_admin")
    ).button_immediate_uninstall()


def install(env):
    """Install the addon, as the administrator does."""
    env.ref("base.module_crm_yishang").with_user(
        env.ref("base.user_admin")
    ).button_immediate_install()


def find_leftovers(env):
    """Return what in the database schema still has our name."""
    env.cr.execute(
        """
        SELECT relname FROM pg_class WHERE relname LIKE '%yishang%'
        UNION SELECT attname FROM pg_attribute
            WHERE attname LIKE '%yishang%' AND NOT attisdropped
        UNION SELECT proname FROM pg_proc WHERE proname LIKE '%yishang%'
        UNION SELECT module || '.' || name FROM ir_model_data
            WHERE module = 'crm_yishang'
        UNION SELECT model FROM ir_model WHERE model LIKE 'crm.yishang.%'
        """
    )
    return sorted(name for (name,) in env.cr.fetchall())


def find_lost_counters(env):
    """Return the PostgreSQL sequences that no numbering rule uses any more."""
    env.cr.execute(
        """
        SELECT relname FROM pg_class
        WHERE relkind = 'S' AND relname ~ '^ir_sequence_[0-9]+(_[0-9]+)?$'
        """
    )
    names = {name for (name,) in env.cr.fetchall()}
    rules = env["ir.sequence"].with_context(active_test=False).search([])
    used = {f"ir_sequence_{rule.id:03d}" for rule in rules}
    for period in env["ir.sequence.date_range"].search([]):
        used.add(f"ir_sequence_{period.sequence_id.id:03d}_{period.id:03d}")
    return sorted(names - used)


database = env.cr.dbname  # noqa: F821 - the shell's environment
env.cr.rollback()  # noqa: F821

waiting_orders = act(fill)
with_addon = act(take_picture)
act(remove)
without_addon = act(take_picture)
expect_same(with_addon, without_addon, "removed")
sight = act(get_sight)
act(install)
expect_same(without_addon, act(take_picture), "installed")
expect_same(sight, act(get_sight), "sight after installation")
if (number := act(count_industries)) != 1:
    raise AssertionError(f"{number} industries where one was kept")
act(adopt)
expect_same(without_addon, act(take_picture), "adopted")
act(remove)
expect_same(without_addon, act(take_picture), "removed again")
for finder in (find_leftovers, find_lost_counters):
    if left := act(finder):
        raise AssertionError(f"{finder.__name__}: {left}")
act(lambda env: env["sale.order"].browse(waiting_orders).action_confirm())
sys.stdout.write("PROVEN\n")
