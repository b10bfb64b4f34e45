from collections import defaultdict

from odoo import api, models


class CrmYishangImportTree(models.AbstractModel):
    """Rows of which one may belong to another row of the same file."""

    _name = "crm.yishang.import.tree"
    _inherit = "crm.yishang.import.kind"
    _description = "Import of Trees"

    # Column that names the superior, and columns by which rows are named, best first.
    _tree_parent = None
    _tree_names = ()

    @api.model
    def _find_parents(self, column, terms):
        """Return ``{term: records}`` for superiors that are not in the file."""
        raise NotImplementedError

    @api.model
    def _check_table(self, plan, table):
        table = super()._check_table(plan, table)
        column = table.sheet[self._tree_parent]
        rows = self._get_filled(table, column)
        in_file = self._get_file_rows(table)
        terms = {row.values[column.name] for row in rows}
        in_base = self._find_parents(
            column, [term for term in terms if term.casefold() not in in_file]
        )
        for row in rows:
            self._set_parent_row(row, column, in_file, in_base)
        for row in rows:
            if self._is_own_superior(row, column):
                row.fail(column, "loop")
        self._spread_errors(rows, column)
        return table

    @api.model
    def _get_file_rows(self, table):
        """Return ``{code or name, whatever its case: rows}``."""
        found = {}
        for name in self._tree_names:
            known = defaultdict(list)
            for row in table.rows:
                if name in row.values:
                    known[row.values[name].casefold()].append(row)
            found = {**known, **found}
        return found

    @api.model
    def _set_parent_row(self, row, column, in_file, in_base):
        term = row.values[column.name]
        parents = in_file.get(term.casefold(), [])
        if len(parents) > 1:
            numbers = self.env._(", ").join(str(parent.number) for parent in parents)
            row.fail(column, "ambiguous", names=numbers)
        elif parents:
            row.values[column.name] = parents[0]
        else:
            self._settle(row, column, self._judge(in_base[term]))

    @api.model
    def _is_own_superior(self, row, column):
        """Whether a row would be its own superior, through rows of the file."""
        above, seen = row, set()
        while above is not None and above.number not in seen:
            seen.add(above.number)
            above = self._get_parent_row(above, column)
        return above is row

    @api.model
    def _get_parent_row(self, row, column):
        """Return the row of the file this one belongs to, or None."""
        parent = row.values.get(column.name)
        return None if isinstance(parent, int | str) else parent

    @api.model
    def _spread_errors(self, rows, column):
        """Fail rows that belong to a wrong row, level by level."""
        while True:
            spoilt = [
                row
                for row in rows
                if not row.errors
                and (parent := self._get_parent_row(row, column))
                and parent.errors
            ]
            if not spoilt:
                return
            for row in spoilt:
                parent = self._get_parent_row(row, column)
                row.fail(column, "parent_wrong", row=parent.number)

    @api.model
    def _get_batches(self, table):
        """Return the good rows level by level, superiors first."""
        column = table.sheet[self._tree_parent]
        levels = defaultdict(list)
        for row in table.good_rows:
            depth, above = 0, row
            while above := self._get_parent_row(above, column):
                depth += 1
            levels[depth].append(row)
        return [levels[depth] for depth in sorted(levels)]

    @api.model
    def _get_parent_id(self, row):
        """Return the id of the superior's record, or None."""
        parent = row.values.get(self._tree_parent)
        return parent if isinstance(parent, int) or not parent else parent.record_id
