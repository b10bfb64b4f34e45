from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.export_act import ExportAct
from ..tools.table_writer import Table, TableRow, write_tables

REPORT = "crm_yishang.crm_yishang_supervision_report_pdf"


class CrmYishangSupervisionExport(models.TransientModel):
    """The table of supervision as a workbook or on paper."""

    _name = "crm.yishang.supervision.export"
    _inherit = ["crm.yishang.download.mixin"]
    _description = "Export of Supervision"

    _download_fields = (
        "date_from",
        "date_to",
        "department_ids",
        "region_ids",
        "user_ids",
    )

    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)
    department_ids = fields.Many2many(
        "hr.department",
        relation="crm_yishang_supervision_export_department_rel",
        readonly=True,
    )
    region_ids = fields.Many2many(
        "crm.yishang.region",
        relation="crm_yishang_supervision_export_region_rel",
        readonly=True,
    )
    user_ids = fields.Many2many(
        "res.users",
        relation="crm_yishang_supervision_export_user_rel",
        readonly=True,
        export_string_translation=False,
    )

    @api.model
    def start(
        self,
        kind,
        date_from,
        date_to,
        department_ids=None,
        region_ids=None,
        user_ids=None,
    ):
        """Return the client's action that downloads the table.

        :param kind: "xlsx" or "pdf"; the others as ``get_data`` takes them
        :raise AccessError: without the right to export
        """
        self._check_export(ExportAct(kind, "crm.yishang.supervision"))
        supervision = self.env["crm.yishang.supervision"]
        supervision._check_reader()
        supervision._get_period(date_from, date_to)
        export = self.create(
            {
                "date_from": date_from,
                "date_to": date_to,
                "department_ids": [fields.Command.set(department_ids or [])],
                "region_ids": [fields.Command.set(region_ids or [])],
                "user_ids": [fields.Command.set(user_ids or [])],
            }
        )
        if kind == "pdf":
            return self.env.ref(REPORT).report_action(export, config=False)
        name = f"{self.env._('Supervision')} {export._get_subject()}"
        return export._get_download_action(name)

    @api.model
    def _check_export(self, act):
        guard = self.env["crm.yishang.export.guard"]
        if not self.env.user.has_group("base.group_allow_export"):
            guard._log(act, is_refused=True)
            raise AccessError(
                self.env._(
                    "Taking the table out of the system needs the right to export; ask "
                    "your administrator for it."
                )
            )

    def _get_data(self, road="pdf"):
        """Return the table as the screen shows it, after the check of an export.

        :param road: how it leaves, for the export ledger
        """
        # Documents are printed with superuser rights.
        export = self.sudo(False)
        act = ExportAct(road, "crm.yishang.supervision", export._get_subject())
        export._check_export(act)
        env = self.env(su=False)
        data = env["crm.yishang.supervision"].get_data(
            export.date_from,
            export.date_to,
            export.department_ids.ids,
            export.region_ids.ids,
            export.user_ids.ids,
        )
        act = act._replace(row_count=len(data["rows"]))
        env["crm.yishang.export.guard"]._log(act)
        return data

    def _get_subject(self):
        """Return period and filters in one line."""
        # sudo: names of the filters the user has just chosen.
        export = self.sudo()
        names = (export.department_ids | self.env["hr.department"]).mapped("name")
        names += export.region_ids.mapped("name") + export.user_ids.mapped("name")
        period = f"{export.date_from} – {export.date_to}"
        if export.date_from == export.date_to:
            period = str(export.date_from)
        return " · ".join([period, *names])

    def _write_xlsx(self):
        data = self._get_data("xlsx")
        table = self._get_table(data)
        return write_tables(
            self.env._("Supervision"),
            self._get_subject(),
            self.env["crm.yishang.print"]._get_imprint(),
            [table, self._get_table(data, "departments")],
        )

    @api.model
    def _get_table(self, data, kind="rows"):
        """Return the table of people, or that of departments, with the total below."""
        is_people = kind == "rows"
        label = self.env._("Employee") if is_people else self.env._("Department")
        columns = [{"label": label, "kind": "text"}]
        if is_people:
            columns.append({"label": self.env._("Department"), "kind": "text"})
        last = {"label": self.env._("Last Record"), "kind": "datetime"}
        columns += [*data["columns"], *([last] if is_people else [])]
        rows = [
            TableRow(
                [
                    row["name"],
                    *([row["department"]] if is_people else []),
                    *row["cells"],
                    *([row["last_record"]] if is_people else []),
                ]
            )
            for row in [*data[kind], data["total"] | {"last_record": False}]
        ]
        title = self.env._("Employees") if is_people else self.env._("Departments")
        return Table(title, columns, rows[:-1], rows[-1])
