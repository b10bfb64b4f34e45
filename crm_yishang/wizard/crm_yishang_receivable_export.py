from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.export_act import ExportAct
from ..tools.table_writer import Table, TableRow, write_tables

REPORT = "crm_yishang.crm_yishang_receivable_export_report"
MODEL = "crm.yishang.receivable.report"


class CrmYishangReceivableExport(models.TransientModel):
    """The table of receivables as a workbook or on paper."""

    _name = "crm.yishang.receivable.export"
    _inherit = ["crm.yishang.download.mixin"]
    _description = "Export of Receivables"

    _download_fields = ("group", "user_ids", "region_ids")

    group = fields.Selection(
        [
            ("yishang_customer_id", "Customer"),
            ("user_id", "Salesperson"),
            ("owner_id", "Owner"),
            ("yishang_scope_region_id", "Region"),
        ],
        string="One Row For Each",
        required=True,
        default="yishang_customer_id",
    )
    user_ids = fields.Many2many(
        "res.users",
        relation="crm_yishang_receivable_export_user_rel",
        string="Owners",
        domain=[("share", "=", False)],
        help="Empty: all you may see.",
    )
    region_ids = fields.Many2many(
        "crm.yishang.region",
        relation="crm_yishang_receivable_export_region_rel",
        string="Regions",
        help="With the regions below them. Empty: all you may see.",
    )

    def action_xlsx(self):
        self.ensure_one()
        self._check_export(ExportAct("xlsx", MODEL))
        name = f"{self.env._('Receivables')} {self.env.company._yishang_get_day()}"
        return self._get_download_action(name)

    def action_pdf(self):
        self.ensure_one()
        self._check_export(ExportAct("pdf", MODEL))
        return self.env.ref(REPORT).report_action(self, config=False)

    @api.model
    def _check_export(self, act):
        if not self.env.user.has_group("base.group_allow_export"):
            self.env["crm.yishang.export.guard"]._log(act, is_refused=True)
            raise AccessError(
                self.env._(
                    "Taking the receivables out of the system needs the right to "
                    "export; ask your administrator for it. The statement of account "
                    "of one customer may be printed without."
                )
            )

    def _get_data(self, road="pdf"):
        """Return the table, after the check of an export.

        :param road: how it leaves, for the export ledger
        """
        # Documents are printed with superuser rights.
        export = self.sudo(False)
        act = ExportAct(road, MODEL, export._get_subject())
        export._check_export(act)
        env = self.env(su=False)
        data = env["crm.yishang.receivable"].get_data(
            export.group, export.user_ids.ids, export.region_ids.ids
        )
        act = act._replace(row_count=len(data["rows"]))
        env["crm.yishang.export.guard"]._log(act)
        return data

    def _get_group_label(self):
        return dict(self._fields["group"]._description_selection(self.env))[self.group]

    def _get_subject(self):
        """Return day and filters in one line."""
        # sudo: names of the filters the user has just chosen.
        export = self.sudo()
        names = export.user_ids.mapped("name") + export.region_ids.mapped("name")
        return " · ".join([str(self.env.company._yishang_get_day()), *names])

    def _write_xlsx(self):
        data = self._get_data("xlsx")
        head = {"label": self._get_group_label(), "kind": "text"}
        rows = [TableRow([row["name"], *row["cells"]]) for row in data["rows"]]
        total = TableRow([self.env._("Total"), *data["total"]])
        title = self.env._("Receivables")
        return write_tables(
            title,
            self._get_subject(),
            self.env["crm.yishang.print"]._get_imprint(),
            [Table(title, [head, *data["columns"]], rows, total)],
        )
