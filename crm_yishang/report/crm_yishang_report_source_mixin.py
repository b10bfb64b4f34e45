from odoo import api, models


class CrmYishangReportSourceMixin(models.AbstractModel):
    """One report of the report center: what it shows, not how.

    A model that inherits this and has a code is a card of the report center; screen,
    paper and workbook show its rows. Whatever it reads, it reads as the current user:
    record rules cut the figures.
    """

    _name = "crm.yishang.report.source.mixin"
    _inherit = ["crm.yishang.report.tree.mixin"]
    _description = "Report of the Report Center"

    # What the report is called in addresses and favourites; only such models count.
    _report_code = ""
    # "customer", "sales" or "team": under which heading its card stands, and where.
    _report_group = "sales"
    _report_sequence = 0
    # "period" and keys of ``FILTERS``.
    _report_filters = ()

    # Roles that open it; each brings those above it in the hierarchy.
    _report_roles = ("salesperson", "report_viewer", "administrator")

    @api.model
    def _has_access(self):
        """Return whether the current user may open the report."""
        return any(
            self.env.user.has_group(f"crm_yishang.crm_yishang_group_{role}")
            for role in self._report_roles
        )

    @api.model
    def _get_title(self):
        """Return what the report is called."""
        raise NotImplementedError

    @api.model
    def _get_sentence(self):
        """Return the question it answers, in one sentence."""
        raise NotImplementedError

    @api.model
    def _get_columns(self):
        """Return the ``ReportColumn`` of the table, in the order of the screen."""
        raise NotImplementedError

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        """Return the rows in their order, each by column name.

        Each may have ``depth``, its place in a tree whose sums it holds. A report that
        makes pages says so there.
        """
        return self._get_page(criteria, limit, offset)[0]

    @api.model
    def _get_key(self, row):
        """Return plain values with which ``_get_drill_action`` finds the documents."""
        return row["key"]

    @api.model
    def _count_rows(self, criteria):
        """Return how many rows there are; a report with many overrides it."""
        return len(self._get_rows(criteria))

    @api.model
    def _get_page(self, criteria, limit=None, offset=0):
        """Return the rows of a page, and how many there are on all pages.

        A report that cannot have the one without the other overrides it.
        """
        rows = self._get_rows(criteria, limit, offset)
        return rows, self._count_rows(criteria)

    @api.model
    def _get_total(self, criteria):
        """Return the sums of all rows by column name, or False.

        By default the summed columns of the rows without ``depth``.
        """
        rows = [row for row in self._get_rows(criteria) if not row.get("depth")]
        names = [column.name for column in self._get_columns() if column.is_summed]
        return {name: sum(row[name] or 0 for row in rows) for name in names}

    @api.model
    def _get_drill_action(self, criteria, key):
        """Return the client's action that opens the documents of a row, or False."""
        return False

    @api.model
    def _count_hidden(self, criteria, key):
        """Return how many documents of a row the user may not open."""
        return 0

    @api.model
    def _get_chart(self, criteria, rows):
        """Return ``{"type": "bar" or "pie" or "line", "labels", "datasets":
        [{"label", "data"}]}`` of the rows on the screen, or False."""
        return False

    @api.model
    def _get_screen_action(self):
        """Return the client's action of a report with a screen of its own."""
        return False

    @api.model
    def _get_pivot_action(self, criteria):
        """Return the client's action of pivot and graph on the same rows, or False."""
        return False

    @api.model
    def _get_records_action(self, name, domain, *views):
        """Return an action of the client on some records, which creates none.

        :param name: external id of the action it is like
        :param views: kinds of views, those of the action by default
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        if views:
            action["views"] = [[False, view] for view in views]
        return {**action, "domain": list(domain), "context": {"create": False}}
