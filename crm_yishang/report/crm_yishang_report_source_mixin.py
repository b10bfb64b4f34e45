from odoo import api, models

from ..tools.report import roll_up


class CrmYishangReportSourceMixin(models.AbstractModel):
    """One report of the report center: what it shows, not how.

    A model that inherits this and has a code is a card of the report center; screen,
    paper and workbook show its rows. Whatever it reads, it reads as the current user:
    record rules cut the figures.
    """

    _name = "crm.yishang.report.source.mixin"
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

        Each has a ``key``, plain values with which ``_get_drill_action`` finds its
        documents, and may have ``depth``, its place in a tree whose sums it holds.
        """
        raise NotImplementedError

    @api.model
    def _count_rows(self, criteria):
        """Return how many rows there are; a report with many overrides it."""
        return len(self._get_rows(criteria))

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
    def _roll_up(self, criteria, rows, sums, rest=()):
        """Return rows for each region with the sums of those below it, in tree order.

        :param rows: dicts with ``region_id``, the summed columns and those of ``rest``
        :param rest: columns that tell rows of one region apart
        :return: dicts with ``region_id``, ``region``, ``region_code`` and ``depth``
        """
        paths = self._get_paths(criteria, {row["region_id"] for row in rows})
        rolled = roll_up(rows, paths, sums, rest)
        names = self._get_region_names(paths)
        for row in rolled:
            row["region"], row["region_code"] = names.get(
                row["region_id"], (self.env._("Without Region"), "")
            )
        return sorted(rolled, key=lambda row: self._get_place(row["path"], names))

    @api.model
    def _get_paths(self, criteria, region_ids):
        """Return the chosen regions from the top down to each, ``{id: ids}``."""
        # sudo: names of regions are no secret, the figures are cut by their rules.
        regions = self.env["crm.yishang.region"].sudo().browse(region_ids - {False})
        return {
            region.id: tuple(
                id_
                for id_ in map(int, region.parent_path.strip("/").split("/"))
                if not criteria.region_ids or id_ in criteria.region_ids
            )
            for region in regions
        }

    @api.model
    def _get_region_names(self, paths):
        """Return name and code of the regions in the paths, ``{id: (name, code)}``."""
        # sudo: names of regions are no secret.
        regions = self.env["crm.yishang.region"].sudo()
        regions = regions.browse({id_ for path in paths.values() for id_ in path})
        return {region.id: (region.name, region.code) for region in regions}

    @api.model
    def _get_place(self, path, names):
        """Return where a region stands in the tree; what has none comes last."""
        return (not path, [(names[id_][1] or "", names[id_][0] or "") for id_ in path])
