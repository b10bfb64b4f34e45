import csv

from odoo import api, models
from odoo.tools import file_open


class CrmYishangDivisionMixin(models.AbstractModel):
    """What the region tree knows of the administrative divisions of China."""

    _name = "crm.yishang.division.mixin"
    _description = "Administrative Divisions of China"

    @api.model
    def _load_divisions(self, province_codes=None):
        """Create the missing administrative divisions of China, level by level.

        What exists, found by its code, stays as it is: renamed, moved or archived.

        :param province_codes: official codes of provinces, all of them if None
        :return: the regions created
        """
        rows = self._get_missing_divisions(province_codes)
        ids = {region.code: region.id for region in self._get_coded_regions()}
        created = self.browse()
        while rows:
            ready = [row for row in rows if row["parent_code"] in {*ids, ""}]
            regions = self.create(
                [
                    {
                        "code": row["code"],
                        "name": row["name"],
                        "parent_id": ids.get(row["parent_code"], False),
                    }
                    for row in ready
                ]
            )
            created |= regions
            ids.update((region.code, region.id) for region in regions)
            rows = [row for row in rows if row["code"] not in ids]
        return created

    @api.model
    def _get_missing_divisions(self, province_codes=None):
        """Return the divisions that are not in the tree.

        What lies below an archived region is not missing: somebody closed that branch.

        :return: rows of the shipped file as dicts, a parent before what is below it
        """
        regions = self._get_coded_regions()
        known = set(regions.mapped("code"))
        closed = set(regions.filtered(lambda region: not region.active).mapped("code"))
        missing = []
        for row in self._read_divisions(province_codes):
            if row["parent_code"] in closed:
                closed.add(row["code"])
            elif row["code"] not in known:
                missing.append(row)
        return missing

    @api.model
    def _get_coded_regions(self):
        """Return all regions, archived ones included."""
        everything = self.with_context(active_test=False)
        return everything.search_fetch([], ["code", "active"]).with_env(self.env)

    @api.model
    def _read_divisions(self, province_codes=None):
        """Return the rows of the shipped file, ordered by code."""
        with file_open("crm_yishang/data/china_divisions.csv") as source:
            lines = [line for line in source if not line.startswith("#")]
        chosen = province_codes and {code[:2] for code in province_codes}
        return [
            row
            for row in csv.DictReader(lines)
            if chosen is None or row["code"][:2] in chosen
        ]
