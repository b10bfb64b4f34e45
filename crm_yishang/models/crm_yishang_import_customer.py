from markupsafe import Markup, escape

from odoo import api, models
from odoo.tools import frozendict

from ..tools.import_contact_sheet import CONTACTS
from ..tools.import_customer_sheet import CUSTOMERS

# Neither followers nor messages nor tracking values, record by record; the texts
# customers are found by are composed once for all rows of a chunk.
QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
    "yishang_import": True,
    "yishang_search_later": True,
}
# New records that need not be brought in step with their company or contacts.
IN_STEP = {"_partners_skip_fields_sync": True}
# Their new customers without salesperson go to the public pool.
POOL_ROLES = (
    "crm_yishang.crm_yishang_group_director",
    "crm_yishang.crm_yishang_group_administrator",
)


class CrmYishangImportCustomer(models.AbstractModel):
    """Customers, each with one contact beside it and more on a second sheet."""

    _name = "crm.yishang.import.customer"
    _inherit = ["crm.yishang.import.customer.check", "crm.yishang.import.kind"]
    _description = "Import of Customers"

    _import_roles = (
        "crm_yishang.crm_yishang_group_salesperson",
        "crm_yishang.crm_yishang_group_administrator",
    )
    _import_action = "crm_yishang.crm_yishang_customer_action"
    _import_context = frozendict(default_yishang_is_customer=True)
    _import_sequence = 10

    @api.model
    def _get_kinds(self):
        return {"customer": self.env._("Customers and Contacts")}

    @api.model
    def _get_sheets(self, kind):
        return (CUSTOMERS, CONTACTS)

    @api.model
    def _get_model(self, kind):
        return self.env["res.partner"].with_context(**QUIET)

    @api.model
    def _check_table(self, plan, table):
        if table.sheet is CONTACTS:
            self._check_contacts(plan, table)
        else:
            self._check_customers(plan, table)
        return table

    @api.model
    def _check_update(self, table, row, seen):
        result = super()._check_update(table, row, seen)
        if not row.errors:
            self._check_protected(table, row)
        return result

    @api.model
    def _check_protected(self, table, row):
        """Fail a row that changes what a superior has to approve."""
        guard = self.env["crm.yishang.revision.guard"]
        customer = self.env["res.partner"].browse(row.record_id)
        for change in guard._get_refused(guard._find(customer, row.values)):
            row.fail(
                table.sheet[change.name], "protected", customer=customer.display_name
            )

    @api.model
    def _create_rows(self, plan, table, rows):
        model = self._get_model(plan.kind)
        if table.sheet is CONTACTS:
            records = self._create_contact_rows(model, rows)
        else:
            records = self._create_customer_rows(model, rows)
        self._refresh_search(records)
        return records

    @api.model
    def _update_rows(self, plan, table, rows):
        records = super()._update_rows(plan, table, rows)
        if table.sheet is CUSTOMERS:
            model = self._get_model(plan.kind)
            records |= self._save_contact_columns(model, rows, model)
        self._refresh_search(records)
        return records

    @api.model
    def _refresh_search(self, partners):
        """Compose what the partners of a chunk are found by."""
        partners = self.env["res.partner"].browse(partners.ids)
        partners._yishang_get_searched()._yishang_refresh_search(with_contacts=True)

    @api.model
    def _create_customer_rows(self, model, rows):
        """Create the customers of the first sheet, each with the contact beside it.

        :return: the customers and the contacts
        """
        # Nothing is above or below them yet that the host could keep in step.
        customers = model.with_context(**IN_STEP)._yishang_create_many(
            [self._get_vals(model, row) for row in rows], self._get_defaults(model)
        )
        customers = customers.with_env(model.env)
        for row, customer in zip(rows, customers, strict=True):
            row.record_id = customer.id
        return customers | self._save_contact_columns(model, rows, customers)

    @api.model
    def _get_defaults(self, model):
        """Return what a new customer has where the file says nothing."""
        defaults = model._yishang_customer_defaults()
        # The company type is the same as is_company, told a second time.
        defaults.pop("company_type", None)
        defaults["yishang_is_customer"] = True
        if any(map(self.env.user.has_group, POOL_ROLES)):
            defaults["user_id"] = False
        return defaults

    @api.model
    def _get_vals(self, model, row):
        vals = super()._get_vals(model, row)
        if "comment" in vals:
            lines = map(escape, vals["comment"].splitlines())
            vals["comment"] = Markup("<p>%s</p>") % Markup("<br>").join(lines)
        return vals

    @api.model
    def _create_contact_rows(self, model, rows):
        """Create the contacts of the second sheet."""
        parents = [row.values["parent"] for row in rows]
        # A row of the first sheet knows by now which customer it became.
        ids = [one if isinstance(one, int) else one.record_id for one in parents]
        new = {
            one.record_id
            for one in parents
            if not isinstance(one, int) and one.action == "create"
        }
        vals_list = [
            {**self._get_vals(model, row), "parent_id": parent_id}
            for row, parent_id in zip(rows, ids, strict=True)
        ]
        return self._create_contacts(model, vals_list, model.browse(new))

    @api.model
    def _save_contact_columns(self, model, rows, new):
        """Write the contact that stands beside each customer.

        :param new: the customers of these rows that were created just now
        :return: the contacts, created and changed
        """
        rows = [row for row in rows if "contact.name" in row.values]
        old_ids = [row.record_id for row in rows if row.record_id not in new._ids]
        contacts = model.search_fetch([("parent_id", "in", old_ids)], ["name"])
        known = {(contact.parent_id.id, contact.name): contact for contact in contacts}
        saved, vals_list = model.browse(), []
        for row in rows:
            vals = {
                name.removeprefix("contact."): value
                for name, value in row.values.items()
                if name.startswith("contact.")
            }
            if contact := known.get((row.record_id, vals["name"])):
                contact.write(vals)
                saved |= contact
            else:
                vals_list.append({**vals, "parent_id": row.record_id})
        return saved | self._create_contacts(model, vals_list, new)

    @api.model
    def _create_contacts(self, model, vals_list, new):
        """Create contacts; those of ``new`` customers without the host's detours.

        The host copies address and tax id from the company one by one, with a query
        each, and then into every company of the database, where a customer of this
        import has nothing yet.
        """
        new_ids = set(new._ids)
        others = [vals for vals in vals_list if vals["parent_id"] not in new_ids]
        parent_ids = {vals["parent_id"] for vals in vals_list} & new_ids
        copied = self._get_copied_vals(new.browse(parent_ids))
        made = model.with_context(**IN_STEP)._yishang_create_many(
            [
                {**copied[vals["parent_id"]], **vals}
                for vals in vals_list
                if vals["parent_id"] in new_ids
            ],
            {},
        )
        return model.create(others) | made.with_env(model.env)

    @api.model
    def _get_copied_vals(self, customers):
        """Return ``{customer id: what its contacts have in common with it}``."""
        fields_ = customers._fields
        names = [
            name
            for name in (*customers._address_fields(), *customers._commercial_fields())
            if not fields_[name].company_dependent and not fields_[name].groups
        ]
        # Given, these two are not computed contact by contact.
        names += ["lang", "user_id"]
        return {
            customer.id: customer._convert_fields_to_values(names)
            for customer in customers
        }
