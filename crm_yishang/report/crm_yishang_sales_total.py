from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangSalesTotal(models.Model):
    """What orders of one salesperson, region and day come to."""

    _name = "crm.yishang.sales.total"
    _inherit = "crm.yishang.total.mixin"
    _description = "Sales Analysis by Salesperson and Region"
    _log_access = False
    _order = "date DESC, id"
    _rec_name = "date"

    order_count = fields.Integer(string="Orders", readonly=True)

    _cell_uniq = models.UniqueIndex(
        "(company_id, date, COALESCE(user_id, 0), COALESCE(region_id, 0))"
    )
    _user_idx = models.Index(
        "(user_id, date) INCLUDE"
        " (company_id, region_id, order_count, amount_untaxed, amount_total)"
    )
    _region_idx = models.Index(
        "(region_id, date) INCLUDE"
        " (company_id, user_id, order_count, amount_untaxed, amount_total)"
    )
    _empty_idx = models.Index("(id) WHERE order_count = 0")

    @api.model
    def _sql_stored(self):
        return {**super()._sql_stored(), "order_count": SQL("total.order_count")}

    @api.model
    def _get_pending_arms(self, order_ids):
        totals = self.env["crm.yishang.total"]
        sides = ((self._sql_counted(order_ids), -1), (self._sql_worth(order_ids), 1))
        for number, (rows, sign) in enumerate(sides, 1):
            cells = totals._sql_cells(SQL("%s worth", rows), sign)
            id_ = SQL("-(total.order_number::bigint * 2 + %s)", number)
            yield self._sql_arm(SQL("(%s)", cells), {**self._sql_stored(), "id": id_})
