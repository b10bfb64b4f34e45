from odoo import models
from odoo.tools import SQL


class CrmYishangSalesMonth(models.Model):
    """What orders of one salesperson, region and month come to.

    A third of the cells by day: whole months are added up from these.
    """

    _name = "crm.yishang.sales.month"
    _inherit = "crm.yishang.sales.total"
    _description = "Sales by Salesperson, Region and Month"

    def _sql_day(self, date):
        return SQL("date_trunc('month', %s)::date", date)
