from odoo import api, fields, models

from ..models.crm_yishang_customer_ledger import EXPORTED_ROWS
from ..tools.export_act import ExportAct
from ..tools.table_writer import Table, TableRow, write_tables

TEXT = "text"


class CrmYishangCustomerLedgerExport(models.TransientModel):
    """The ledgers of some customers as a workbook."""

    _name = "crm.yishang.customer.ledger.export"
    _inherit = ["crm.yishang.download.mixin"]
    _description = "Export of Customer Ledgers"

    _download_fields = ("customer_ids",)

    customer_ids = fields.Many2many(
        "res.partner",
        relation="crm_yishang_customer_ledger_export_rel",
        readonly=True,
        export_string_translation=False,
    )

    @api.model
    def _start(self, customers):
        """Return the action that downloads the ledgers of ``customers``."""
        ledger = self.env["crm.yishang.customer.ledger"]
        ledger._check_export(customers.ids)
        customers = ledger._get_customers(customers.ids)
        export = self.create({"customer_ids": customers.ids})
        name = self.env._("Customer Ledger")
        if len(customers) == 1:
            name = f"{name} {customers.name}"
        return export._get_download_action(name)

    def _write_xlsx(self):
        customer_ids = self.customer_ids.ids
        ledger = self.env["crm.yishang.customer.ledger"]
        ledger._check_export(customer_ids)
        customers = ledger._get_customers(customer_ids)
        ledgers = ledger._get_ledgers(customers, EXPORTED_ROWS)
        is_single = len(ledgers) == 1
        overview = self._get_fact_sheet if is_single else self._get_overview
        content = write_tables(
            self.env._("Customer Ledger"),
            self._get_subject(ledgers),
            self.env["crm.yishang.print"]._get_imprint(),
            [overview(ledgers), *self._get_sheets(ledgers, is_single)],
        )
        act = ExportAct(
            "xlsx", "res.partner", [("id", "in", customers.ids)], (), len(customers)
        )
        self.env["crm.yishang.export.guard"]._log(act)
        return content

    @api.model
    def _get_subject(self, ledgers):
        if len(ledgers) == 1:
            parts = (ledgers[0]["name"], ledgers[0]["code"])
            return self.env._(
                "Customer: %(customer)s", customer=" · ".join(filter(None, parts))
            )
        return self.env._("%(count)s customers", count=len(ledgers))

    @api.model
    def _get_fact_sheet(self, ledgers):
        """Return figures and facts of one customer, one below the other."""
        (ledger,) = ledgers
        name = {"label": self.env._("Customer"), "kind": TEXT, "value": ledger["name"]}
        remark = {"label": self.env._("Remarks"), "kind": TEXT}
        cells = [
            {**name, "currency_id": False},
            *ledger["tiles"],
            *ledger["facts"],
            {**remark, "value": ledger["remark"], "currency_id": False},
        ]
        rows = [
            TableRow(
                [cell["label"], cell["value"]],
                self._get_currency(cell["currency_id"]),
                (TEXT, cell["kind"]),
            )
            for cell in cells
        ]
        columns = [
            {"label": self.env._("Item"), "kind": TEXT},
            {"label": self.env._("Content"), "kind": TEXT},
        ]
        return Table(self.env._("Overview"), columns, rows)

    @api.model
    def _get_overview(self, ledgers):
        """Return figures and facts of several customers, one row each."""
        name = {"label": self.env._("Customer"), "kind": TEXT}
        cells = ledgers[0]["tiles"] + ledgers[0]["facts"]
        rows = [
            TableRow(
                [
                    ledger["name"],
                    *(cell["value"] for cell in ledger["tiles"] + ledger["facts"]),
                ]
            )
            for ledger in ledgers
        ]
        return Table(self.env._("Overview"), [name, *cells], rows)

    @api.model
    def _get_sheets(self, ledgers, is_single):
        """Yield the sheet of each table, with the customer of each row if many."""
        names = (self.env._("Customer Code"), self.env._("Customer"))
        prefix = [] if is_single else [{"label": name, "kind": TEXT} for name in names]
        for tables in zip(*(ledger["tables"] for ledger in ledgers), strict=True):
            rows = [
                TableRow(
                    [
                        *([] if is_single else (ledger["code"], ledger["name"])),
                        *row["cells"],
                    ],
                    self._get_currency(row["currency_id"]),
                )
                for ledger, table in zip(ledgers, tables, strict=True)
                for row in table["rows"]
            ]
            columns = [*prefix, *tables[0]["columns"]]
            yield Table(
                tables[0]["title"],
                columns,
                rows,
                self._get_total(tables, columns),
                self._get_note(tables),
            )

    @api.model
    def _get_total(self, tables, columns):
        """Return the row below a sheet: the totals of all its customers."""
        totals = [table["total"] for table in tables if table["total"]]
        if not totals:
            return None
        cells = [False] * len(columns)
        cells[0] = totals[0]["label"]
        kinds = [TEXT] * len(columns)
        for position, column in enumerate(columns):
            if column.get("key") == totals[0]["key"]:
                cells[position] = sum(total["value"] for total in totals)
                kinds[position] = totals[0]["kind"]
        return TableRow(cells, kinds=tuple(kinds))

    @api.model
    def _get_note(self, tables):
        return self.env["crm.yishang.print"]._describe_left_out(
            sum(len(table["rows"]) for table in tables),
            sum(table["count"] for table in tables),
        )

    @api.model
    def _get_currency(self, currency_id):
        """Return the code of a currency that is not the company's."""
        if not currency_id or currency_id == self.env.company.currency_id.id:
            return ""
        return self.env["res.currency"].browse(currency_id).name
