from odoo import api, models

from ..tools.duplicate_keys import KINDS, get_keys
from ..tools.import_customer_sheet import CUSTOMERS

# What each column says a customer is recognized by. A customer that exists is found by
# the first of them alone: its contacts may work for several.
OWN_COLUMNS = {
    "vat": lambda text: get_keys(text),
    "phone": lambda text: get_keys(phones=[text]),
    "email": lambda text: get_keys(emails=[text]),
    "name": lambda text: get_keys(name=text),
}
FURTHER_COLUMNS = {
    "yishang_fax": OWN_COLUMNS["phone"],
    "contact.phone": OWN_COLUMNS["phone"],
    "contact.email": OWN_COLUMNS["email"],
}
CONTACT_COLUMNS = {name: OWN_COLUMNS[name] for name in ("phone", "email")}


class CrmYishangImportCustomerMatch(models.AbstractModel):
    """Which rows of a customers' workbook exist already, or would be there twice."""

    _name = "crm.yishang.import.customer.match"
    _description = "Import of Customers: What Exists"

    @api.model
    def _find_customers_of_rows(self, table):
        """Return ``{criterion: {row number: customers}}``, the surest first.

        Hidden and archived customers are found as well, in superuser mode.
        """
        existing = {"yishang_code": self._find_by_yishang_code(table)}
        existing |= {kind: {} for kind in KINDS}
        keys = {row.number: self._get_row_keys(row, OWN_COLUMNS) for row in table.rows}
        for (number, key), customers in self._find_keys(keys).items():
            rows = existing[key.kind]
            rows[number] = rows.get(number, customers.browse()) | customers
        return existing

    @api.model
    def _find_by_yishang_code(self, table):
        """Return ``{row number: customers}`` with the code of the row."""
        codes = {
            row.number: row.values["yishang_code"].lower()
            for row in table.rows
            if row.values.get("yishang_code")
        }
        holders = self.env["res.partner"]._yishang_get_code_holders(
            list(set(codes.values()))
        )
        return {
            number: holders[code] for number, code in codes.items() if code in holders
        }

    @api.model
    def _get_row_keys(self, row, columns):
        """Return ``{(kind, key): name of the column}`` of a row.

        The row remembers what its texts come to: it is asked twice.
        """
        return {
            pair: name
            for name, read in columns.items()
            if (text := row.values.get(name))
            for pair in row.remember((name, text), read, text)
        }

    @api.model
    def _find_keys(self, keys, policies=("warn", "block")):
        """Look for the keys of all rows at once.

        :param keys: ``{row number: {(kind, key): name of the column}}``
        :return: ``{(row number, Asked): customers}``
        """
        duplicates = self.env["crm.yishang.duplicate"]
        company = self.env["res.company"]
        watched = duplicates._get_watched(company, policies)
        asked = {
            number: duplicates._get_asked(pairs, company, watched=watched)
            for number, pairs in keys.items()
        }
        found = duplicates._find([key for several in asked.values() for key in several])
        return {
            (number, key): found[key]
            for number, several in asked.items()
            for key in several
            if key in found
        }

    @api.model
    def _match_customer(self, plan, row, existing):
        """Decide what becomes of a row, by the first criterion that hits."""
        hits = {name: found.get(row.number) for name, found in existing.items()}
        name = next(filter(hits.get, hits), None)
        if not name:
            return
        column = CUSTOMERS[name]
        # The hits come from superuser mode: ask again as the user.
        visible = hits[name].sudo(False)._filter_visible("read")
        if not visible:
            row.fail(column, "exists_hidden", criterion=self._get_heading(column))
        elif len(visible) > 1 and plan.on_match == "update":
            names = self.env._(", ").join(visible[:5].mapped("display_name"))
            row.fail(
                column,
                "hits_several",
                criterion=self._get_heading(column),
                names=names,
            )
        else:
            self._match(plan, row, column, visible[0])

    @api.model
    def _check_twice(self, table):
        """Fail rows whose customers would be there twice, where that is refused."""
        rows = {
            row.number: row
            for row in table.rows
            if not row.errors and row.action in ("create", "update")
        }
        columns = OWN_COLUMNS | FURTHER_COLUMNS
        keys = {
            number: self._get_row_keys(row, columns) for number, row in rows.items()
        }
        self._check_twice_in_file(table, rows, keys)
        customers = {number: row.record_id for number, row in rows.items()}
        self._fail_found(table, rows, keys, customers)

    @api.model
    def _check_twice_contacts(self, table):
        """Likewise for contacts, whose numbers count for their customers."""
        rows = {
            row.number: row
            for row in table.rows
            if not row.errors and row.values.get("parent")
        }
        keys = {
            number: self._get_row_keys(row, CONTACT_COLUMNS)
            for number, row in rows.items()
        }
        customers = {
            number: parent if isinstance(parent, int) else parent.record_id
            for number, row in rows.items()
            if (parent := row.values["parent"])
        }
        self._fail_found(table, rows, keys, customers)

    @api.model
    def _check_twice_in_file(self, table, rows, keys):
        """Fail the second row of the file with a key, where that is refused."""
        watched = self.env["crm.yishang.duplicate"]._get_policies(
            self.env["res.company"]
        )
        seen = {}
        for number, pairs in keys.items():
            for pair, name in pairs.items():
                first = seen.setdefault(pair, number)
                if first != number and watched[pair[0]] == "block":
                    value = rows[number].values[name]
                    rows[number].fail(
                        table.sheet[name], "doubled", value=value, row=first
                    )

    @api.model
    def _fail_found(self, table, rows, keys, customers):
        """Fail rows with new keys that a customer of another family has.

        :param customers: ``{row number: id of its customer, if it exists}``
        """
        # sudo: what the customer has already is no new key, whoever sees its family.
        partners = self.env["res.partner"].sudo()
        ids = list(set(filter(None, customers.values())))
        stored = self.env["crm.yishang.duplicate.key"].sudo()._fetch(ids)
        for (number, key), found in self._find_keys(keys, ("block",)).items():
            customer_id = customers.get(number)
            if (customer_id, key.kind, key.key) in stored:
                continue
            family = partners.browse(customer_id or [])._yishang_get_family_id()
            others = found.filtered(
                lambda one, family=family: one._yishang_get_family_id() != family
            )
            if others:
                column = table.sheet[keys[number][key.kind, key.key]]
                self._fail_exists(rows[number], column, others)

    @api.model
    def _fail_exists(self, row, column, customers):
        criterion = self._get_heading(column)
        visible = customers.sudo(False)._filter_visible("read")
        if visible:
            name = visible[0].display_name
            row.fail(column, "exists", criterion=criterion, name=name)
        else:
            row.fail(column, "exists_hidden", criterion=criterion)
