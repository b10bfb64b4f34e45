from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from ..tools.export_act import ExportAct
from ..tools.ledger_table import LedgerColumn

# Documents of a table: on paper and screen, and in a workbook.
SHOWN_ROWS = 50
EXPORTED_ROWS = 5000
# Customers at once, so that nobody waits for minutes.
CUSTOMERS_MAX = 200
KINDS = frozenset(("date", "datetime", "float", "integer", "monetary"))
NUMBERS = frozenset(("float", "integer", "monetary"))
TO_MANY = frozenset(("many2many", "one2many"))


class CrmYishangCustomerLedger(models.AbstractModel):
    """The ledger of a customer as plain values; paper, workbook and screen draw it."""

    _name = "crm.yishang.customer.ledger"
    _description = "Customer Ledger"

    @api.model
    @api.readonly
    def get_data(self, customer_ids):
        """Return the ledgers of these customers, as far as the user sees them.

        A *cell* is ``{"key", "label", "kind", "value", "currency_id"}``. The kind is
        text, integer, float, monetary, date or datetime; moments are those of the
        user's clock, empty values False.

        :return: list of ``{"id", "name", "code", "tiles": [cell], "facts": [cell],
            "remark": text, "tables": [table]}`` where a table is ``{"key", "title",
            "columns": [{"key", "label", "kind"}], "rows": [{"cells": [value],
            "currency_id"}], "count": number of all documents, "total": cell or False}``
        :raise AccessError: if a customer is hidden, or several are asked for without
            the right to export
        """
        return self._get_ledgers(self._get_customers(customer_ids), SHOWN_ROWS)

    @api.model
    def _get_customers(self, customer_ids):
        """Return the customers of a ledger after all checks, in the order given."""
        # Mail templates and others print with superuser rights.
        customers = self.env(su=False)["res.partner"].browse(customer_ids)
        if not self.env.user._is_internal():
            raise AccessError(
                self.env._("The customer ledger is for colleagues, not for customers.")
            )
        customers.check_access("read")
        if strangers := customers.filtered(lambda one: not one.yishang_is_customer):
            raise UserError(
                self.env._(
                    "%(names)s: a ledger exists for CRM customers alone. Choose the"
                    " customer, not its contacts.",
                    names=", ".join(strangers.mapped("display_name")),
                )
            )
        if len(customers) > 1:
            self._check_many(customers)
        return customers

    @api.model
    def _check_many(self, customers):
        self._check_export(customers.ids, "pdf")
        if len(customers) > CUSTOMERS_MAX:
            raise UserError(
                self.env._(
                    "%(count)s ledgers take too long at once. Choose at most"
                    " %(limit)s customers.",
                    count=len(customers),
                    limit=CUSTOMERS_MAX,
                )
            )

    @api.model
    def _check_export(self, customer_ids, road="xlsx"):
        """Refuse users who may not take data out of the system.

        :param road: how the data leave, for the export ledger
        :raise AccessError: saying what they may do instead
        """
        if not self.env.user.has_group("base.group_allow_export"):
            domain = [("id", "in", customer_ids)]
            act = ExportAct(road, "res.partner", domain, (), len(customer_ids))
            self.env["crm.yishang.export.guard"]._log(act, is_refused=True)
            raise AccessError(
                self.env._(
                    "You may print the ledger of one customer. Workbooks and the"
                    " ledgers of several customers at once need the right to export;"
                    " ask your administrator for it."
                )
            )

    @api.model
    def _get_ledgers(self, customers, limit):
        figures = self._get_columns(customers, self._get_figures(customers))
        facts = self._get_columns(customers, self._get_facts())
        tiles = self._get_cells(customers, figures)
        ledgers = {
            customer.id: {
                "id": customer.id,
                "name": customer.name,
                "code": customer.yishang_code or "",
                "tiles": tile_cells,
                "facts": [*fact_cells, self._get_address_cell(customer)],
                "remark": html2plaintext(customer.comment or "").strip(),
                "tables": [],
            }
            for customer, tile_cells, fact_cells in zip(
                customers, tiles, self._get_cells(customers, facts), strict=True
            )
        }
        for model, table in self._get_tables(customers):
            for id_, content in self._fill(model, table, customers, limit).items():
                ledgers[id_]["tables"].append(content)
        return list(ledgers.values())

    @api.model
    def _get_figures(self, customers):
        """Return the key figures, those of the customer's form."""
        return map(LedgerColumn, customers._yishang_get_figure_names())

    @api.model
    def _get_facts(self):
        """Return what the ledger says of the customer itself."""
        return [
            LedgerColumn("yishang_code"),
            LedgerColumn("yishang_short_name"),
            LedgerColumn("yishang_type_id"),
            LedgerColumn("yishang_source_id"),
            LedgerColumn("industry_id"),
            LedgerColumn("yishang_lifecycle"),
            LedgerColumn("yishang_grade"),
            LedgerColumn("yishang_scale"),
            LedgerColumn("user_id", self.env._("Owner")),
            LedgerColumn("yishang_region_id"),
            LedgerColumn("phone"),
            LedgerColumn("yishang_fax"),
            LedgerColumn("email"),
            LedgerColumn("website"),
            LedgerColumn("vat"),
            LedgerColumn("yishang_revenue"),
            LedgerColumn("yishang_date_first_contact"),
            LedgerColumn("category_id"),
        ]

    @api.model
    def _get_address_cell(self, customer):
        """Return the address in one line, as its country writes it."""
        place = customer._yishang_get_place()
        if customer.country_id.code not in (False, "CN"):
            lines = customer._display_address(without_company=True).splitlines()
            place = ", ".join(filter(None, map(str.strip, lines)))
        return {
            "key": "address",
            "label": self.env._("Address"),
            "kind": "text",
            "value": place,
            "currency_id": False,
        }

    @api.model
    def _get_tables(self, customers):
        """Return the declared tables the user may read, as (model, table) in order."""
        names = customers.env.registry.descendants(
            ["crm.yishang.ledger.mixin"], "_inherit"
        )
        models_ = [customers.env[name] for name in names]
        tables = [
            (model, table)
            for model in models_
            if not model._abstract and model.has_access("read")
            for table in model._get_ledger_tables()
        ]
        return sorted(tables, key=lambda pair: (pair[1].sequence, pair[1].key))

    @api.model
    def _fill(self, model, table, customers, limit):
        """Return ``{customer id: table}`` with the rows of every customer."""
        columns = self._get_columns(model, map(self._to_column, table.columns))
        found = model._get_ledger_ids(table, customers, limit)
        ids = [id_ for shown, _count in found.values() for id_ in shown]
        rows = self._get_rows(model.browse(ids), columns)
        return {
            customer.id: {
                "key": table.key,
                "title": table.title,
                "columns": columns,
                "rows": [rows[id_] for id_ in found.get(customer.id, ((), 0))[0]],
                "count": found.get(customer.id, ((), 0))[1],
                "total": self._get_total(table, customer),
            }
            for customer in customers
        }

    @api.model
    def _to_column(self, column):
        return column if isinstance(column, LedgerColumn) else LedgerColumn(column)

    @api.model
    def _get_columns(self, model, columns):
        """Return the columns the user may read, as ``{"key", "label", "kind"}``."""
        found = []
        for column in columns:
            field = model._fields[column.name]
            if model._has_field_access(field, "read"):
                kind = field.type if field.type in KINDS else "text"
                label = column.label or field._description_string(self.env)
                found.append(
                    {
                        "key": column.name,
                        "label": label,
                        "kind": column.kind or kind,
                    }
                )
        return found

    @api.model
    def _get_rows(self, records, columns):
        """Return ``{record id: {"cells": [value], "currency_id"}}``.

        Read as the screen reads: names of hidden records come masked.
        """
        currencies = {
            column["key"]: records._fields[column["key"]].get_currency_field(records)
            for column in columns
            if column["kind"] == "monetary"
        }
        names = {column["key"] for column in columns} | set(currencies.values())
        rows = {}
        for record, values in zip(records, records.read(list(names)), strict=True):
            found = [values[name] for name in currencies.values() if values[name]]
            rows[record.id] = {
                "cells": [
                    self._get_value(record, column, values[column["key"]])
                    for column in columns
                ],
                "currency_id": found[0][0] if found else False,
            }
        return rows

    @api.model
    def _get_cells(self, records, columns):
        """Return for each record its columns as a list of cells."""
        rows = self._get_rows(records, columns)
        return [
            [
                {**column, "value": value, "currency_id": rows[id_]["currency_id"]}
                for column, value in zip(columns, rows[id_]["cells"], strict=True)
            ]
            for id_ in records.ids
        ]

    @api.model
    def _get_value(self, record, column, value):
        """Return what ``read`` brought as the plain value of a cell."""
        field = record._fields[column["key"]]
        if column["kind"] in NUMBERS:
            return value or 0
        if field.type in TO_MANY:
            return ", ".join(record[field.name].mapped("display_name"))
        if field.type == "many2one":
            return value and value[1]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, False)
        if field.type == "datetime" and value:
            value = fields.Datetime.context_timestamp(self, value).replace(tzinfo=None)
            return value.date() if column["kind"] == "date" else value
        return value

    @api.model
    def _get_total(self, table, customer):
        """Return the cell below a table, or False; see ``LedgerTotal``."""
        total = table.total
        if not total:
            return False
        currency = customer._fields[total.figure].get_currency_field(customer)
        return {
            "key": total.column,
            "label": total.label,
            "kind": "monetary",
            "value": customer[total.figure],
            "currency_id": customer[currency].id,
        }
