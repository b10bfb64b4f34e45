from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tools import SQL, frozendict, split_every

from ..tools.import_plan import read_plan
from ..tools.import_reasons import CELL_REASONS, FILE_REASONS
from ..tools.workbook import WorkbookError
from ..tools.workbook_writer import write_template

# Rows written at once: more gain nothing and hold more in memory.
CHUNK = 1000
# More records than these are not singled out after the import.
SHOWN_RECORDS = 2000


class CrmYishangImportKind(models.AbstractModel):
    """What the import of every kind of workbook shares.

    An importer inherits this model, names its kinds and declares the columns of
    their sheets; what it does not override works by the code of the records.
    """

    _name = "crm.yishang.import.kind"
    _inherit = "crm.yishang.import.resolver"
    _description = "Import of Workbooks"

    # Roles of which one is needed to import these kinds.
    _import_roles = ("crm_yishang.crm_yishang_group_administrator",)
    # External id of the action that shows the records, if not their default views.
    _import_action = None
    _import_context = frozendict()
    # Importers are offered in this order.
    _import_sequence = 100

    @api.model
    def _get_kinds(self):
        """Return ``{kind: name in the user's language}`` of this importer."""
        return {}

    @api.model
    def _get_sheets(self, kind):
        """Return the sheets of a workbook of that kind, the main one first."""
        raise NotImplementedError

    @api.model
    def _get_model(self, kind):
        """Return the model the rows of the main sheet become records of."""
        raise NotImplementedError

    @api.model
    def _get_importers(self):
        """Return the importers of all kinds, as models, in their order."""
        names = self.env.registry.descendants([self._name], "_inherit")
        importers = [self.env[name] for name in names if name != self._name]
        return sorted(importers, key=lambda one: (one._import_sequence, one._name))

    @api.model
    def _get_importer(self, kind):
        """Return the importer of a kind, if the user may import that.

        :raise AccessError: if the user may not
        """
        for importer in self._get_importers():
            if kind in importer._get_kinds():
                importer._check_import_right()
                return importer
        raise ValueError(kind)

    @api.model
    def _is_import_allowed(self):
        return self.env.su or any(map(self.env.user.has_group, self._import_roles))

    @api.model
    def _check_import_right(self):
        if not self._is_import_allowed():
            raise AccessError(self.env._("Your role does not allow this import."))

    @api.model
    def _plan(self, kind, content, on_match="skip"):
        """Read a file and say what importing it would do. Nothing is changed.

        :param content: bytes of the workbook
        :param on_match: ``skip``, ``update`` or ``refuse`` rows that exist
        :return: a ``Plan``
        :raise UserError: if the file cannot be used at all
        """
        try:
            plan = read_plan(content, kind, self._get_sheets(kind), on_match)
        except WorkbookError as error:
            sentence = self.env._(FILE_REASONS[error.reason])
            raise UserError(sentence % error.params) from error
        for table in plan.tables.values():
            self._resolve_table(table)
            self._check_table(plan, table)
            for column, names in self._get_new_names(table).items():
                plan.notes.append(
                    self.env._(
                        "%(column)s: %(names)s will be created.",
                        column=self._get_heading(column),
                        names=self.env._(", ").join(names),
                    )
                )
        return plan

    @api.model
    def _check_table(self, plan, table):
        """Check what needs more than one cell, and find what exists already.

        :return: the table
        """
        column = table.sheet.key
        rows = self._get_filled(table, column)
        codes = [row.values[column.name] for row in rows]
        existing = self._find_existing(plan.kind, column, codes)
        for row in rows:
            if record := existing.get(row.values[column.name].casefold()):
                self._match(plan, row, column, record)
        return table

    @api.model
    def _find_existing(self, kind, column, codes):
        """Return ``{code, case folded: record}``, archived records included."""
        model = self._get_model(kind).with_context(active_test=False)
        records = model._search_by_codes(codes)
        return {record[column.name].casefold(): record for record in records}

    @api.model
    def _match(self, plan, row, column, record):
        """Do with a row that is ``record`` already what the user wishes."""
        label = self._get_heading(column)
        row.record_id = record.id
        if "active" in record._fields and not record.active:
            row.fail(column, "exists_archived", criterion=label)
        elif plan.on_match == "update":
            row.action = "update"
        elif plan.on_match == "skip":
            row.skip(column, "exists", criterion=label, name=record.display_name)
        else:
            row.fail(column, "exists", criterion=label, name=record.display_name)

    @api.model
    def _apply(self, plan):
        """Write the good rows of a plan, all of them or none.

        :return: counts, as ``Plan.counts``
        :raise UserError: naming the row the database refuses; nothing is written then
        """
        with self.env.cr.savepoint():
            for table in plan.tables.values():
                self._create_named(table)
                for rows in self._get_batches(table):
                    for action, method in (
                        ("create", self._create_rows),
                        ("update", self._update_rows),
                    ):
                        chosen = [row for row in rows if row.action == action]
                        for chunk in split_every(CHUNK, chosen, list):
                            self._write_chunk(plan, table, chunk, method)
        return plan.counts

    @api.model
    def _get_batches(self, table):
        """Return the good rows in lists, of which each needs those before it."""
        return [table.good_rows]

    @api.model
    def _write_chunk(self, plan, table, rows, method):
        """Write some rows; when that fails, find out which row it is."""
        try:
            with self.env.cr.savepoint():
                method(plan, table, rows)
            # A hundred thousand rows shall not pile up in the cache.
            self._get_model(plan.kind).invalidate_model(flush=False)
        except (RedirectWarning, UserError, UniqueViolation) as error:
            if len(rows) > 1:
                half = len(rows) // 2
                self._write_chunk(plan, table, rows[:half], method)
                self._write_chunk(plan, table, rows[half:], method)
            message = error.args[0]
            if isinstance(error, UniqueViolation):
                # The check found nothing: it was recorded since.
                message = self.env._("Somebody else has recorded the same meanwhile.")
            raise UserError(
                self.env._(
                    "Nothing was imported. Row %(row)s of %(sheet)s: %(message)s",
                    row=rows[0].number,
                    sheet=table.title,
                    message=message,
                )
            ) from error

    @api.model
    def _lock_import(self, kind):
        """Let one import of a kind run at a time, until its transaction ends.

        Two of them at once would not see each other's new records and enter the same
        customers twice.

        :raise UserError: if somebody else's is running
        """
        # Raw SQL: PostgreSQL's advisory locks have no place in the ORM.
        self.env.cr.execute(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s))",
                f"crm.yishang.import {kind}",
            )
        )
        if not self.env.cr.fetchone()[0]:
            raise UserError(
                self.env._(
                    "A colleague is importing right now. Wait until that is done, then"
                    " check the workbook again. Nothing was imported."
                )
            )

    @api.model
    def _create_rows(self, plan, table, rows):
        """Create the records of the rows, and return them."""
        model = self._get_model(plan.kind)
        records = model.create([self._get_vals(model, row) for row in rows])
        for row, record in zip(rows, records, strict=True):
            row.record_id = record.id
        return records

    @api.model
    def _update_rows(self, plan, table, rows):
        """Write the rows on the records they are, and return these."""
        model = self._get_model(plan.kind)
        records = model.browse([row.record_id for row in rows])
        key = table.sheet.key
        for row, record in zip(rows, records, strict=True):
            vals = self._get_vals(model, row)
            # Found by its code or by something else, a record keeps the code it has.
            vals.pop(key and key.name, None)
            record.write(vals)
        return records

    @api.model
    def _get_vals(self, model, row):
        """Return the values of a row that are fields of the model."""
        return {
            name: value for name, value in row.values.items() if name in model._fields
        }

    @api.model
    def _get_template(self, kind):
        """Return the bytes of an empty workbook of that kind."""
        sheets = self._get_sheets(kind)
        columns = [
            ((sheet.name, column.name), column)
            for sheet in sheets
            for column in sheet.columns
        ]
        choices = {key: self._get_choices(column) for key, column in columns}
        notes = {key: self.env._(column.help) for key, column in columns if column.help}
        return write_template(sheets, choices, notes)

    @api.model
    def _get_action(self, kind, record_ids):
        """Return the action that shows these records, or all if they are too many."""
        if self._import_action:
            action = self.env["ir.actions.act_window"]._for_xml_id(self._import_action)
        else:
            action = {
                "type": "ir.actions.act_window",
                "name": self._get_kinds()[kind],
                "res_model": self._get_model(kind)._name,
                "view_mode": "list,form",
            }
        # Without the filters the list opens with otherwise, and without its address.
        action.update(
            name=self.env._("Imported"), context=self._import_context, path=False
        )
        if len(record_ids) <= SHOWN_RECORDS:
            action["domain"] = [("id", "in", record_ids)]
        return action

    @api.model
    def _get_heading(self, column):
        """Return what the user calls a column."""
        return column.zh if (self.env.lang or "").startswith("zh") else column.en

    @api.model
    def _get_reason(self, error):
        """Return the sentence of a ``CellError``, in the user's language."""
        return self.env._(CELL_REASONS[error.reason]) % error.params

    @api.model
    def _get_sentence(self, finding):
        """Return column and reason of a ``(Column, CellError)`` as one sentence."""
        column, error = finding
        return self.env._(
            "%(column)s: %(reason)s",
            column=self._get_heading(column),
            reason=self._get_reason(error),
        )
