import base64
from itertools import islice
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.http import request
from odoo.tools import config

from ..tools.cells import to_text
from ..tools.workbook_writer import write_bad_rows

# Rows shown on the screen, and characters of a cell; the file has them all.
SHOWN_LINES = 100
SHOWN_TEXT = 60
# Customers with a contact each that a slow server writes in a second.
ROWS_PER_SECOND = 150


class CrmYishangImport(models.TransientModel):
    """Import of a workbook in three steps: choose, check, import."""

    _name = "crm.yishang.import"
    _description = "Import Workbook"

    state = fields.Selection(
        [("choose", "Choose"), ("check", "Check"), ("done", "Done")],
        default="choose",
        readonly=True,
    )
    kind = fields.Selection(
        selection="_get_kind_selection", string="What to Import", required=True
    )
    file = fields.Binary(
        string="Workbook",
        help="An Excel workbook (.xlsx) with the headings of the template, in any"
        " order.",
    )
    filename = fields.Char(export_string_translation=False)
    on_match = fields.Selection(
        [
            ("skip", "Skip Them"),
            ("update", "Update Them"),
            ("refuse", "Refuse Them as Wrong"),
        ],
        string="Rows That Exist Already",
        required=True,
        default="skip",
        help="A customer exists if its code does, or its tax id, phone, e-mail or"
        " name as the rules on duplicates say; anything else if its code does. Empty"
        " cells of the workbook change nothing.",
    )
    on_error = fields.Selection(
        [("good", "Import the Good Rows Only"), ("nothing", "Import Nothing at All")],
        string="If Rows Are Wrong",
        required=True,
        default="good",
    )
    count_read = fields.Integer(string="Rows Read", readonly=True)
    count_create = fields.Integer(string="New", readonly=True)
    count_update = fields.Integer(string="Updated", readonly=True)
    count_skip = fields.Integer(string="Skipped", readonly=True)
    count_wrong = fields.Integer(string="Wrong", readonly=True)
    count_cleaned = fields.Integer(
        string="Tidied Up",
        readonly=True,
        help="Good rows in which something was typed in an unusual way: blanks,"
        " full-width characters, numbers or texts where the other was meant.",
    )
    notes = fields.Text(readonly=True)
    line_ids = fields.One2many("crm.yishang.import.line", "import_id", readonly=True)
    saved_ids = fields.Json(readonly=True, export_string_translation=False)
    error_file = fields.Binary(readonly=True, export_string_translation=False)
    template_file = fields.Binary(
        compute="_compute_template_file", export_string_translation=False
    )

    @api.depends("kind")
    def _compute_template_file(self):
        for wizard in self:
            importer = self._get_importer(wizard.kind)
            content = importer._get_template(wizard.kind)
            wizard.template_file = base64.b64encode(content)

    @api.model
    def _get_kind_selection(self):
        importers = self.env["crm.yishang.import.kind"]._get_importers()
        return [
            kind
            for importer in importers
            if importer._is_import_allowed()
            for kind in importer._get_kinds().items()
        ]

    def action_download_template(self):
        """Hand out the empty workbook of the chosen kind."""
        self.ensure_one()
        label = dict(self._get_kind_selection())[self.kind]
        return self._download(
            "template_file", self.env._("Template %(kind)s", kind=label)
        )

    def action_download_errors(self):
        """Hand out the wrong rows, to correct and import again."""
        self.ensure_one()
        name = (self.filename or "").rpartition(".")[0]
        return self._download(
            "error_file", self.env._("%(name)s wrong rows", name=name)
        )

    def action_check(self):
        """Read the workbook and show what importing it would do."""
        self.ensure_one()
        plan = self._get_plan()
        self.write({**self._get_result(plan), "state": "check"})
        return self._reopen()

    def action_import(self):
        """Import the good rows, or nothing, as chosen.

        :raise UserError: if rows are wrong and nothing is to be imported then
        """
        self.ensure_one()
        importer = self._get_importer(self.kind)
        importer._lock_import(self.kind)
        plan = self._get_plan()
        if self.on_error == "nothing" and plan.counts["wrong"]:
            raise UserError(
                self.env._(
                    "%(count)s rows are wrong. Nothing was imported.",
                    count=plan.counts["wrong"],
                )
            )
        self._check_time(plan)
        importer._apply(plan)
        self.write(
            {
                **self._get_result(plan),
                "saved_ids": [row.record_id for row in plan.saved_rows],
                "state": "done",
            }
        )
        return self._reopen()

    def action_back(self):
        """Return to the choice of the workbook."""
        self.ensure_one()
        self.write({"state": "choose", "file": False, "line_ids": [Command.clear()]})
        return self._reopen()

    def action_view_records(self):
        """Show what was imported."""
        self.ensure_one()
        importer = self._get_importer(self.kind)
        return importer._get_action(self.kind, self.saved_ids or [])

    @api.model
    def _get_importer(self, kind):
        return self.env["crm.yishang.import.kind"]._get_importer(kind)

    def _get_plan(self):
        content = self.with_context(bin_size=False).file
        if not content:
            raise UserError(self.env._("Choose a workbook first."))
        importer = self._get_importer(self.kind)
        return importer._plan(self.kind, base64.b64decode(content), self.on_match)

    @api.model
    def _check_time(self, plan):
        """Refuse what the server would break off before it is done.

        :raise UserError: if a web request is too short for that many rows
        """
        limit = config["limit_time_real"] * ROWS_PER_SECOND
        count = len(plan.saved_rows)
        if request and limit and count > limit:
            raise UserError(
                self.env._(
                    "%(count)s rows take longer than the server allows for one step."
                    " Split the workbook into parts of at most %(limit)s rows.",
                    count=count,
                    limit=limit,
                )
            )

    def _get_result(self, plan):
        """Return the fields that show what a plan does, or did."""
        importer = self._get_importer(self.kind)
        tables = list(plan.tables.values())
        has_file = any(row.errors or row.skipped for row in plan.rows)
        lines = islice(self._get_lines(importer, tables), SHOWN_LINES)
        return {
            **{f"count_{name}": count for name, count in plan.counts.items()},
            "notes": "\n".join(self._get_notes(plan)),
            "line_ids": [Command.clear(), *map(Command.create, lines)],
            "error_file": has_file
            and base64.b64encode(write_bad_rows(tables, importer._get_sentence)),
        }

    @api.model
    def _get_lines(self, importer, tables):
        """Yield what is wrong, then what is skipped, in the order of the rows."""
        for is_wrong in (True, False):
            for table in tables:
                for row in table.rows:
                    if is_wrong:
                        found = row.errors
                    else:
                        found = [row.skipped] if row.skipped and not row.errors else []
                    for column, error in found:
                        yield {
                            "is_wrong": is_wrong,
                            "sheet": table.title,
                            "row": row.number,
                            "column": importer._get_heading(column),
                            "value": to_text(table.raw(row, column))[:SHOWN_TEXT]
                            or False,
                            "reason": importer._get_reason(error),
                        }

    def _get_notes(self, plan):
        """Return sentences on what of the workbook was not read."""
        notes = list(plan.notes)
        separator = self.env._(", ")
        for table in plan.tables.values():
            if table.unknown:
                notes.append(
                    self.env._(
                        "Columns that are not imported: %(columns)s.",
                        columns=separator.join(table.unknown),
                    )
                )
        if any(table.examples for table in plan.tables.values()):
            notes.append(self.env._("The example row was left out."))
        for first, *others in plan.doubled:
            notes.append(
                self.env._(
                    "%(others)s has the headings of %(first)s, too, and was not read:"
                    " only the first such sheet is. Import it in another workbook.",
                    others=separator.join(others),
                    first=first,
                )
            )
        if plan.unread:
            notes.append(
                self.env._(
                    "Sheets that were not read: %(sheets)s.",
                    sheets=separator.join(plan.unread),
                )
            )
        return notes

    def _download(self, field, name):
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{field}/{quote(name)}.xlsx"
            "?download=1",
            "target": "download",
        }

    def _reopen(self):
        """Return the action that shows this wizard again, in its new state."""
        label = dict(self._get_kind_selection())[self.kind]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import %(kind)s", kind=label),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": self.env.context,
        }
