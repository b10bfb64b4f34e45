from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.export_act import ExportAct
from ..tools.table_writer import Table, TableRow, write_tables

REPORT = "crm_yishang.crm_yishang_statement_print_report"


class CrmYishangStatementPrint(models.TransientModel):
    """Asks for the period of a statement of account; prints, writes or mails it."""

    _name = "crm.yishang.statement.print"
    _inherit = ["crm.yishang.download.mixin"]
    _description = "Statement of Account"

    _download_fields = ("partner_id", "date_from", "date_to")

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade"
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env["crm.yishang.statement"]._get_default_period()[0],
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self.env["crm.yishang.statement"]._get_default_period()[1],
    )

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for one in self:
            if one.date_from > one.date_to:
                raise UserError(
                    self.env._(
                        "Statement of %(customer)s: the period ends before it begins. "
                        "Choose a later end.",
                        customer=one.partner_id.display_name,
                    )
                )

    def action_print(self):
        self.ensure_one()
        return self.env.ref(REPORT).report_action(self, config=False)

    def action_xlsx(self):
        self.ensure_one()
        self._check_export()
        return self._get_download_action(self._get_file_name())

    def action_send(self):
        """Open the composer with the statement attached, to the customer."""
        self.ensure_one()
        customer = self.partner_id
        customer.check_access("write")
        content, _type = self.env["ir.actions.report"]._render_qweb_pdf(
            REPORT, self.ids
        )
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self._get_file_name()}.pdf",
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": "mail.compose.message",
                "res_id": 0,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the Statement"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": "res.partner",
                "default_res_ids": customer.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": customer.ids,
                "default_attachment_ids": attachment.ids,
                "default_subject": self._get_file_name(),
                "default_body": self._get_letter(),
            },
        }

    def _get_letter(self):
        company = self.env.company.name
        return self.env._(
            "Please find attached the statement of account with %(company)s from "
            "%(date_from)s to %(date_to)s. Please tell us if it differs from your "
            "books.",
            company=company,
            date_from=self.date_from,
            date_to=self.date_to,
        )

    def _get_file_name(self):
        name = self.env._("Statement of Account")
        return f"{name} {self.partner_id.name} {self._get_period()}"

    def _get_period(self):
        return f"{self.date_from} – {self.date_to}"

    @api.model
    def _check_export(self):
        if not self.env.user.has_group("base.group_allow_export"):
            act = ExportAct("xlsx", "crm.yishang.statement")
            self.env["crm.yishang.export.guard"]._log(act, is_refused=True)
            raise AccessError(
                self.env._(
                    "The workbook of a statement needs the right to export; ask your "
                    "administrator for it. You may print the statement."
                )
            )

    def _get_data(self, road="pdf"):
        """Return the statement as the user may see it, noted in the export ledger."""
        # Documents are printed with superuser rights.
        own = self.sudo(False)
        data = own.env["crm.yishang.statement"]._get_data(
            own.partner_id, own.date_from, own.date_to
        )
        count = sum(len(section["rows"]) for section in data["sections"])
        domain = [("id", "=", own.partner_id.id)]
        act = ExportAct(road, "res.partner", domain, (), count)
        own.env["crm.yishang.export.guard"]._log(act)
        return data

    def _write_xlsx(self):
        self._check_export()
        data = self._get_data("xlsx")
        title = self.env._("Statement of Account")
        tables = []
        for section in data["sections"]:
            tables += self._get_tables(section)
        if not tables:
            tables = [Table(title, self._get_columns(), [])]
        return write_tables(
            title,
            f"{data['company']} · {data['customer']} · {self._get_period()}",
            self.env["crm.yishang.print"]._get_imprint(),
            tables,
        )

    @api.model
    def _get_columns(self):
        return [
            {"label": self.env._("Date"), "kind": "date"},
            {"label": self.env._("Kind"), "kind": "text"},
            {"label": self.env._("Document No."), "kind": "text"},
            {"label": self.env._("Ordered"), "kind": "monetary"},
            {"label": self.env._("Paid"), "kind": "monetary"},
            {"label": self.env._("Balance"), "kind": "monetary"},
        ]

    @api.model
    def _get_tables(self, section):
        """Return the sheets of a currency: its movements, and what is late."""
        rows = [
            TableRow(
                [False, self.env._("Opening Balance"), "", 0, 0, section["opening"]]
            )
        ]
        keys = ("date", "kind", "name", "debit", "credit", "balance")
        rows += [TableRow([row[key] for key in keys]) for row in section["rows"]]
        total = TableRow(
            [
                self.env._("Closing Balance"),
                "",
                "",
                section["debit"],
                section["credit"],
                section["closing"],
            ],
            kinds=("text", "text", "text", "monetary", "monetary", "monetary"),
        )
        code = section["currency"]
        aging = [TableRow([cell["label"], cell["value"]]) for cell in section["aging"]]
        columns = [
            {"label": self.env._("Overdue Since"), "kind": "text"},
            {"label": self.env._("Amount"), "kind": "monetary"},
        ]
        owed = TableRow([self.env._("Receivable"), section["owed"]])
        return [
            Table(
                f"{self.env._('Movements')} {code}", self._get_columns(), rows, total
            ),
            Table(f"{self.env._('Aging')} {code}", columns, aging, owed),
        ]
