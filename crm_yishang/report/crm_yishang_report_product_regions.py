from odoo import api, models
from odoo.tools import SQL

from .crm_yishang_report_sales_mixin import SUMS


class CrmYishangReportProductRegions(models.AbstractModel):
    """Report 9 of the report center: each region with all below it.

    Added up from the sums of each region alone, of which there are fewer than rows.
    """

    _name = "crm.yishang.report.product.regions"
    _inherit = ["crm.yishang.report.products.mixin"]
    _description = "Products by Region"

    _report_code = "product-regions"
    _report_sequence = 90
    _report_dimensions = ("region_id", "product_id")

    @api.model
    def _get_title(self):
        return self.env._("Products by Region")

    @api.model
    def _get_sentence(self):
        return self.env._("Which products were sold in which region?")

    @api.model
    def _get_columns(self):
        texts = ("region_code", "region", "product_code", "product")
        return (
            *self._get_text_columns(*texts),
            *self._get_amount_columns(),
        )

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        return self._get_page(criteria, limit, offset)[0]

    @api.model
    def _count_rows(self, criteria):
        return self._get_page(criteria, 1)[1]

    @api.model
    def _get_page(self, criteria, limit=None, offset=0):
        groups = SQL("%s ORDER BY product_id", self._sql_groups(criteria, SUMS))
        found = self.env.execute_query(groups)
        places = self._get_places(criteria, {row[0] or False for row in found})
        figures = self._add_up(places, found)
        # Regions in the order of the tree, the products of each in that of their ids.
        keys = [
            (region_id, product_id, *sums)
            for region_id in places
            for product_id, sums in figures[region_id].items()
        ]
        page = keys[offset : offset + limit if limit else None]
        return self._make_rows(page, region_id=places), len(keys)

    @api.model
    def _add_up(self, places, found):
        """Return ``{region id or False: {product id: sums}}`` along the tree.

        :param places: of ``_get_places``
        :param found: tuples of region, product and sums
        """
        figures = {id_: {} for id_ in places}
        for region_id, product_id, untaxed, total in found:
            for id_ in places[region_id or False]["path"] or (False,):
                products = figures[id_]
                if before := products.get(product_id):
                    sums = before[0] + untaxed, before[1] + total
                else:
                    sums = untaxed, total
                products[product_id] = sums
        return figures
