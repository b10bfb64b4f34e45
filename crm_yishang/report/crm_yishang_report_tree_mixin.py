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
    def _roll_up(self, criteria, figures):
        """Add the sums of each region to those of all regions above it.

        The rows of the topmost regions then add up to the whole.

        :param figures: ``{(region id, other ids...): sums}``
        :return: the columns of each region by its id, in the order of the tree, as
            ``_get_places`` says, and the figures with the regions above
        """
        places = self._get_places(criteria, {ids[0] for ids in figures})
        rolled = {}
        for ids, sums in figures.items():
            rest = ids[1:]
            for id_ in places[ids[0]]["path"] or (False,):
                if known := rolled.get(key := (id_, *rest)):
                    for place, more in enumerate(sums):
                        known[place] += more
                else:
                    rolled[key] = list(sums)
        return places, rolled

    @api.model
    def _get_places(self, criteria, region_ids):
        """Return what rows say of regions and of those above, in the order of the tree.

        :param region_ids: with figures of their own, False for what has no region
        :return: ``{id: {"region", "region_code", "path": ids of the chosen regions down
            to it, "depth"}}``
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
