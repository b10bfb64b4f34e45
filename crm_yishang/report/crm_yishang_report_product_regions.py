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
        cells = [
            (region_id or False, product_id, (untaxed, total))
            for region_id, product_id, untaxed, total in self.env.execute_query(groups)
        ]
        places, figures = self._roll_up(criteria, cells)
        # They came in the order of products.
        page, number = self._get_tree_cells(figures, limit, offset, list)
        found = [(region_id, id_, *sums) for region_id, id_, sums in page]
        return self._make_rows(found, region_id=places), number
