from odoo import api, models


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
        paths = self._get_paths(criteria, {ids[0] for ids in figures})
        rolled = {}
        for ids, sums in figures.items():
            rest = ids[1:]
            for id_ in paths.get(ids[0]) or (False,):
                if known := rolled.get(key := (id_, *rest)):
                    for place, more in enumerate(sums):
                        known[place] += more
                else:
                    rolled[key] = list(sums)
        return self._get_places(paths, {ids[0] for ids in rolled}), rolled

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
    def _get_places(self, paths, region_ids):
        """Return ``{region id: its columns, depth and path}`` in tree order."""
        # sudo: names of regions are no secret.
        regions = self.env["crm.yishang.region"].sudo()
        regions = regions.browse({id_ for path in paths.values() for id_ in path})
        names = {region.id: (region.name, region.code or "") for region in regions}
        above = {
            path[place]: path[: place + 1]
            for path in paths.values()
            for place in range(len(path))
        }
        above |= {False: ()} if False in region_ids else {}
        names[False] = (self.env._("Without Region"), "")
        return {
            id_: {
                "region": names[id_][0],
                "region_code": names[id_][1],
                "path": above[id_],
                "depth": max(len(above[id_]) - 1, 0),
            }
            for id_ in sorted(above, key=lambda id_: _get_place(above[id_], names))
        }


def _get_place(path, names):
    """Return where a region stands in the tree; what has none comes last."""
    return (not path, [(names[id_][1], names[id_][0] or "") for id_ in path])
