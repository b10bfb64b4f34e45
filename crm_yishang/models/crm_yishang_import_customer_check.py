from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

LEADER = "crm_yishang.crm_yishang_group_leader"


class CrmYishangImportCustomerCheck(models.AbstractModel):
    """Which rows of a customers' workbook may become which customers."""

    _name = "crm.yishang.import.customer.check"
    _inherit = "crm.yishang.import.customer.match"
    _description = "Import of Customers: Checks"

    @api.model
    def _check_customers(self, plan, table):
        self._check_owners(table)
        for row in table.rows:
            self._place_mobile(row)
        self._check_contact_columns(table)
        existing = self._find_customers_of_rows(table)
        seen = {}
        for row in table.rows:
            self._match_customer(plan, row, existing)
            if row.action == "update" and not row.errors:
                self._check_update(table, row, seen)
        self._check_twice(table)

    @api.model
    def _check_owners(self, table):
        """Fail rows whose salesperson the user may not give customers to."""
        column = table.sheet["user_id"]
        rows = [row for row in table.rows if row.values.get("user_id")]
        users = self.env["res.users"].browse({row.values["user_id"] for row in rows})
        # sudo: whether a colleague is an employee is no secret, the employee is.
        employees = self.env["hr.employee"].sudo()
        employed = employees.search_fetch([("user_id", "in", users.ids)], ["user_id"])
        assignable = users.sudo().filtered_domain(self._get_assignable_domain())
        refused = {user.id: "not_assignable" for user in users - assignable}
        for user in users - employed.user_id:
            refused[user.id] = "no_employee"
        for row in rows:
            if reason := refused.get(row.values["user_id"]):
                # sudo: the user wrote the name, it is only spelt in full.
                user = users.browse(row.values["user_id"]).sudo()
                row.fail(column, reason, name=user.name)

    @api.model
    def _get_assignable_domain(self):
        """Return the users to whom the current user may give new customers."""
        sight = self.env["crm.yishang.policy"]._get_sight()
        if not sight.is_open("write") and not self.env.user.has_group(LEADER):
            return Domain("id", "=", self.env.uid)
        return self.env["crm.yishang.ownership"]._get_assignable_domain()

    @api.model
    def _place_mobile(self, row):
        """Put the mobile number, for which the host has no field, where it fits."""
        values = row.values
        mobile = values.pop("mobile", None)
        if not mobile or mobile == values.get("phone"):
            return
        if not values.get("phone"):
            values["phone"] = mobile
        elif "contact.name" in values and "contact.phone" not in values:
            values["contact.phone"] = mobile
        else:
            values["phone"] = f"{values['phone']} / {mobile}"

    @api.model
    def _check_contact_columns(self, table):
        """A phone or position beside a customer needs the contact's name."""
        column = table.sheet["contact.name"]
        for row in table.rows:
            if "contact.name" not in row.values and any(
                name.startswith("contact.") for name in row.values
            ):
                row.fail(column, "required")

    @api.model
    def _search_customers(self, domain, fnames):
        # sudo: a hidden customer must be found too, or it would be entered twice;
        # the message does not name it.
        customers = self.env["res.partner"].sudo().with_context(active_test=False)
        is_customer = Domain("yishang_is_customer", "=", True)
        return customers.search_fetch(is_customer & domain, fnames)

    @api.model
    def _check_update(self, table, row, seen):
        """Fail a row that changes what the user may not, or what another row does."""
        customer = self.env["res.partner"].browse(row.record_id)
        column = table.sheet["name"]
        first = seen.setdefault(customer.id, row)
        if first is not row:
            row.fail(column, "hit_twice", row=first.number, name=customer.display_name)
        elif not customer._filter_visible("write"):
            row.fail(column, "not_writable", name=customer.display_name)
        else:
            self._check_stage(table, row, customer)
            self._check_move(table, row, customer)

    @api.model
    def _check_stage(self, table, row, customer):
        name = "yishang_lifecycle"
        if name in row.values:
            stages = {customer.id: customer[name]}
            try:
                customer._yishang_check_stage({name: row.values[name]}, stages)
            except AccessError as error:
                row.fail(table.sheet[name], "record", message=error.args[0])

    @api.model
    def _check_move(self, table, row, customer):
        ownership = self.env["crm.yishang.ownership"]
        moved = {
            name: row.values[name]
            for name in ("user_id", "yishang_region_id")
            if name in row.values and row.values[name] != customer[name].id
        }
        moved, _rest = ownership._split_vals(customer, moved)
        sight = self.env["crm.yishang.policy"]._get_sight()
        if not moved or sight.is_open("write"):
            return
        try:
            ownership._check_move(customer, moved)
        except AccessError as error:
            row.fail(table.sheet["user_id"], "record", message=error.args[0])

    @api.model
    def _check_contacts(self, plan, table):
        """Find the customer of each contact, in the file or in the database."""
        column = table.sheet["customer"]
        in_file = self._get_file_customers(plan)
        terms = {
            row.values["customer"] for row in table.rows if "customer" in row.values
        }
        in_base = self._find_customers(
            [term for term in terms if term.casefold() not in in_file]
        )
        for row in table.rows:
            if term := row.values.get("customer"):
                self._set_parent(plan, row, column, in_file, in_base, term)
        self._match_contacts(plan, table)
        self._check_twice_contacts(table)

    @api.model
    def _set_parent(self, plan, row, column, in_file, in_base, term):
        parents = [row.above] if row.above else in_file.get(term.casefold(), [])
        if len(parents) > 1:
            numbers = self.env._(", ").join(str(parent.number) for parent in parents)
            row.fail(column, "ambiguous", names=numbers)
        elif parents:
            row.values["parent"] = parents[0]
            self._check_parent_row(plan, row, column)
        else:
            customers = in_base.get(term, self.env["res.partner"])
            parent_id, reason, params = self._judge(customers)
            row.values["parent"] = parent_id
            if reason:
                row.fail(column, reason, **{"value": term, **params})
            elif not customers._filter_visible("write"):
                row.fail(column, "not_writable", name=customers.display_name)

    @api.model
    def _check_parent_row(self, plan, row, column):
        """Fail a contact whose customer's row is wrong or may not be added to."""
        parent = row.values["parent"]
        customer = self.env["res.partner"].browse(parent.record_id or [])
        if parent.errors:
            title = plan.tables["customers"].title
            row.fail(column, "customer_wrong", row=parent.number, sheet=title)
        elif customer and not customer._filter_visible("write"):
            row.fail(column, "not_writable", name=customer.display_name)

    @api.model
    def _get_file_customers(self, plan):
        """Return ``{code or name, whatever its case: rows}`` of the main sheet."""
        found = defaultdict(list)
        table = plan.tables.get("customers")
        for name in ("yishang_code", "name"):
            known = defaultdict(list)
            for row in table.rows if table else ():
                if term := row.values.get(name):
                    known[term.casefold()].append(row)
            found = {**known, **found}
        return found

    @api.model
    def _find_customers(self, terms):
        """Return ``{term: visible customers}``, by code or else by name."""
        partners = self.env["res.partner"]
        holders = partners._yishang_get_code_holders([term.lower() for term in terms])
        named = defaultdict(partners.browse)
        for customer in self._search_customers(Domain("name", "in", terms), ["name"]):
            named[customer.name] |= customer
        found = {}
        for term in terms:
            customers = holders.get(term.lower()) or named[term]
            found[term] = customers.sudo(False)._filter_visible("read")
        return found

    @api.model
    def _match_contacts(self, plan, table):
        """Do with contacts that exist under their customer what the user wishes."""
        parents = {
            row.number: parent if isinstance(parent, int) else parent.record_id
            for row in table.rows
            if (parent := row.values.get("parent"))
        }
        contacts = self.env["res.partner"].search_fetch(
            [("parent_id", "in", list(set(filter(None, parents.values()))))],
            ["parent_id", "name"],
        )
        known = {(contact.parent_id.id, contact.name): contact for contact in contacts}
        for row in table.rows:
            key = (parents.get(row.number), row.values.get("name"))
            if contact := known.get(key):
                self._match(plan, row, table.sheet["name"], contact)
