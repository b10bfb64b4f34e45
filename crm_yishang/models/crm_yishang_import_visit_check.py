from datetime import timezone

from odoo import api, fields, models

from .crm_yishang_visit import CLOCK_TOLERANCE


class CrmYishangImportVisitCheck(models.AbstractModel):
    """Which rows of a workbook may become whose visits, one query a column."""

    _name = "crm.yishang.import.visit.check"
    _description = "Import of Visits: Checks"

    @api.model
    def _resolve_customer(self, table, column):
        """Customer by code or name, as far as the user sees it."""
        self._resolve_by(table, column, self._find_customers)

    @api.model
    def _find_customers(self, _column, terms):
        found = self.env["crm.yishang.import.customer"]._find_customers(list(terms))
        # Read together what would be read one by one below.
        self.env["res.partner"].union(*found.values()).fetch(["active", "name"])
        return found

    @api.model
    def _resolve_author(self, table, column):
        """Colleague by operator code, login or name, also one who has left."""
        rows = self._get_filled(table, column)
        found = self._find_users(column, {row.values[column.name] for row in rows})
        verdicts = {term: self._judge_author(users) for term, users in found.items()}
        for row in rows:
            self._settle(row, column, verdicts[row.values[column.name]])

    @api.model
    def _judge_author(self, users):
        if len(users) == 1:
            return users.id, None, {}
        return self._judge(users)

    @api.model
    def _check_visits(self, plan, table):
        self._check_customers(table)
        self._check_authors(table)
        self._set_contacts(table)
        for row in table.rows:
            self._set_moments(table, row)
        self._match_visits(plan, table)

    @api.model
    def _get_records(self, table, name):
        """Return the records that the rows name in a column."""
        model = self.env[self.env["crm.yishang.visit"]._fields[name].comodel_name]
        return model.browse(
            {row.values[name] for row in table.rows if row.values.get(name)}
        )

    @api.model
    def _check_customers(self, table):
        """Fail rows of customers on whom the user may not record anything."""
        customers = self._get_records(table, "partner_id")
        refused = customers - customers._filter_visible("write")
        for row in table.rows:
            if (customer_id := row.values.get("partner_id")) in refused._ids:
                name = refused.browse(customer_id).display_name
                row.fail(table.sheet["partner_id"], "not_writable", name=name)

    @api.model
    def _check_authors(self, table):
        """Fail rows that speak for others than the own people."""
        people = self.env["crm.yishang.people"]._get_ids()
        if people is None:
            return
        # sudo: the user wrote the name, it is only spelt in full.
        users = self._get_records(table, "user_id").sudo()
        names = {user.id: user.name for user in users if user.id not in people}
        for row in table.rows:
            if name := names.get(row.values.get("user_id")):
                row.fail(table.sheet["user_id"], "not_own_people", name=name)

    @api.model
    def _set_contacts(self, table):
        """Find the contacts by name among those of their customers."""
        column = table.sheet["contact_id"]
        rows = [
            row
            for row in self._get_filled(table, column)
            if row.values.get("partner_id")
        ]
        contacts = self.env["res.partner"].search_fetch(
            [
                ("parent_id", "in", [row.values["partner_id"] for row in rows]),
                ("name", "in", [row.values[column.name] for row in rows]),
            ],
            ["name", "parent_id"],
        )
        known = contacts.grouped(lambda contact: (contact.parent_id.id, contact.name))
        for row in rows:
            key = (row.values["partner_id"], row.values[column.name])
            self._settle(row, column, self._judge(known.get(key, contacts.browse())))

    @api.model
    def _set_moments(self, table, row):
        """Turn the clock of the company into UTC; what happened is over."""
        zone = self.env.company._yishang_get_tz()
        latest = fields.Datetime.add(fields.Datetime.now(), minutes=CLOCK_TOLERANCE)
        for name in ("date_start", "date_end"):
            if not (moment := row.values.get(name)):
                continue
            moment = zone.localize(moment).astimezone(timezone.utc)
            row.values[name] = moment.replace(tzinfo=None)
            if row.values[name] > latest:
                row.fail(table.sheet[name], "date_future")
        start = row.values.get("date_start")
        end = row.values.setdefault("date_end", start)
        if start and end < start:
            row.fail(table.sheet["date_end"], "end_early")

    @api.model
    def _match_visits(self, plan, table):
        """Find rows that were recorded before, and those that stand there twice."""
        known = self._find_visits(table)
        column, seen = table.sheet["date_start"], {}
        for row in table.good_rows:
            key = self._get_key(row.values)
            first = seen.setdefault(key, row)
            if first is not row:
                value = table.raw(row, column)
                row.fail(column, "doubled", row=first.number, value=value)
            elif key in known:
                # What was recorded is its author's: nothing updates it.
                refuse = row.skip if plan.on_match == "skip" else row.fail
                label = self._get_heading(column)
                refuse(column, "exists", criterion=label, name=known[key])

    @api.model
    def _find_visits(self, table):
        """Return ``{key: number}`` of the visits that rows could be."""
        names = ("partner_id", "user_id", "date_start")
        domain = [
            (name, "in", [row.values[name] for row in table.good_rows])
            for name in names
        ]
        # sudo: whoever sees the customer may know that it is recorded.
        visits = self.env["crm.yishang.visit"].sudo()
        visits = visits.search_fetch(domain, [*names, "category_id", "name"])
        return {
            self._get_key(visit._convert_to_write(visit._cache)): visit.name
            for visit in visits
        }

    @api.model
    def _get_key(self, values):
        """Return what makes two records of a contact the same."""
        names = ("partner_id", "user_id", "category_id", "date_start")
        return tuple(values[name] for name in names)
