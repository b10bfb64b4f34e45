"""Stock Odoo on the same data: a copy without the addon, with rules of literal ids."""

import logging

from . import databases, fill, host, organisation, personas
from .console import say

# As the addon's rules: everybody sees what stands behind his id, others everything.
RULE = "{domains}.get(user.id, [(1, '=', 1)])"


def ensure(template, name):
    """Make ``name`` a copy of ``template`` from which the addon is uninstalled."""
    # Whatever the addon becomes, without it the data are the same.
    note = {"made_from": databases.read_note(template)["generator"]}
    if databases.read_note(name) == note:
        return
    say(f"Uninstalling {databases.ADDON} from a copy, {name}")
    with host.request(template) as env:
        cities = organisation.get_cities(env)
        domains = {
            person.user_id: _get_domain(env, person, cities)
            for person in personas.load(template)
            if not person.sees_all
        }
    host.release(template)
    host.release(name)
    databases.clone(template, name)
    with host.request(name) as env:
        _keep_host_groups(env)
        env.cr.commit()
        addon = env["ir.module.module"].search([("name", "=", databases.ADDON)])
        # Odoo tries to delete what is in use, says so as an error, and goes on.
        logging.getLogger("odoo.sql_db").setLevel(logging.CRITICAL)
        addon.button_immediate_uninstall()
        logging.getLogger("odoo.sql_db").setLevel(logging.NOTSET)
    with host.request(name) as env:
        _create_rule(env, domains)
        env.cr.commit()
    host.release(name)
    # Without what the dropped columns left in the rows.
    databases.vacuum(name, *fill.TABLES, full=True)
    databases.vacuum(name)
    databases.write_note(name, note)


def _get_domain(env, person, cities):
    """Return the customers and contacts a person sees, in words of the host."""
    domain = [
        "|",
        "|",
        ("user_id", "in", person.owners),
        ("commercial_partner_id", "in", person.granted),
        "&",
        ("user_id", "=", False),
    ]
    if person.regions:
        (state_id,) = {
            city.state_id
            for city in cities.values()
            if city.region_id in person.regions
        }
        return ["|", ("state_id", "=", state_id), *domain, ("state_id", "=", False)]
    city = cities[env["res.users"].browse(person.user_id).yishang_region_id.id]
    return [*domain, ("city", "=", city.name)]


def _keep_host_groups(env):
    """Give the operators the host's groups that their roles imply."""
    own = env["ir.model.data"].search(
        [("module", "=", databases.ADDON), ("model", "=", "res.groups")]
    )
    own = env["res.groups"].browse(own.mapped("res_id"))
    operators = env["res.users"].search([("login", "=like", "bench_%")])
    for groups, users in operators.grouped("all_group_ids").items():
        users.write({"group_ids": [(6, 0, (groups - own).ids)]})


def _create_rule(env, domains):
    env["ir.rule"].create(
        {
            "name": "Customers seen by the people of the benchmark",
            "model_id": env["ir.model"]._get_id("res.partner"),
            "domain_force": RULE.format(domains=domains),
        }
    )
