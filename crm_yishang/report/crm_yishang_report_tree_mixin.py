import sys
from operator import add

from odoo import api, models
from odoo.tools import SQL


class CrmYishangReportTreeMixin(models.AbstractModel):
    """Figures of regions, added up along their tree.

    Worked out on ids and sums alone: there may be many rows, and only those of a page
    get names.
    """

    _name = "crm.yishang.report.tree.mixin"
    _description = "Figures Along the Tree of Regions"

    @api.model
    def _roll_up(self, criteria, cells):
        """Add the sums of each region to those of all regions above it.

        The rows of the topmost regions then add up to the whole.

        :param cells: list of region id or False, what else there is a row for, tuple of
            sums
        :return: the columns of each region by its id, in the order of the tree, as
            ``_get_places`` says, and ``{region id: {what else: sums}}`` in that order
        """
        places = self._get_places(criteria, {cell[0] for cell in cells})
        figures = {id_: {} for id_ in places}
        for region_id, rest, sums in cells:
            for id_ in places[region_id]["path"] or (False,):
                below = figures[id_]
                known = below.get(rest)
                below[rest] = tuple(map(add, known, sums)) if known else sums
        return places, figures

    @api.model
    def _get_tree_cells(self, figures, limit, offset, sort=sorted):
        """Return a page of figures, and how many there are on all pages.

        :param figures: of ``_roll_up``
        :param sort: puts what there is a row for below a region in order; only the
            regions of the page are asked
        :return: list of region id, what else, sums
        """
        cells, number = [], 0
        last = offset + limit if limit else sys.maxsize
        for region_id, below in figures.items():
            first, number = number, number + len(below)
            if first < last and offset < number:
                order = sort(below)[max(offset - first, 0) : last - first]
                cells += [(region_id, rest, below[rest]) for rest in order]
        return cells, number

    @api.model
    def _get_places(self, criteria, region_ids):
        """Return what rows say of regions and of those above, in the order of the tree.

        :param region_ids: with figures of their own, False for what has no region
        :return: ``{id: {"region_id", "region", "region_code", "path": ids of the chosen
            regions down to it, "depth"}}``
        """
        regions = self._fetch_regions(region_ids)
        names = {False: (self.env._("Without Region"), "")}
        above = {False: ()} if False in region_ids else {}
        for id_, code, name, path in regions:
            names[id_] = (name, code or "")
            ids = tuple(map(int, path.strip("/").split("/")))
            if criteria.region_ids:
                ids = tuple(id_ for id_ in ids if id_ in criteria.region_ids)
            if id_ in ids:
                above[id_] = ids
        return {
            id_: {
                "region_id": id_,
                "region": names[id_][0],
                "region_code": names[id_][1],
                "path": above[id_],
                "depth": max(len(above[id_]) - 1, 0),
            }
            for id_ in sorted(above, key=lambda id_: _get_place(above[id_], names))
        }

    @api.model
    def _fetch_regions(self, ids):
        """Return id, code, name and path of regions and of all above them.

        Raw SQL: one statement for both, without records. Names of regions are no
        secret, the figures are cut by their rules.
        """
        regions = self.env["crm.yishang.region"]
        regions.flush_model(["code", "name", "parent_path"])
        return self.env.execute_query(
            SQL(
                """
                SELECT id, code, name, parent_path FROM crm_yishang_region
                WHERE id IN (
                    SELECT unnest(
                        string_to_array(TRIM(BOTH '/' FROM parent_path), '/')::int[]
                    )
                    FROM crm_yishang_region WHERE id = ANY(%s)
                )
                """,
                [id_ for id_ in ids if id_],
            )
        )


def _get_place(path, names):
    """Return where a region stands in the tree; what has none comes last."""
    return (not path, [(names[id_][1], names[id_][0] or "") for id_ in path])
