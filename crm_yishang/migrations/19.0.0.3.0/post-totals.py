"""Count the orders that are there in the totals of reports."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    api.Environment(cr, SUPERUSER_ID, {})["crm.yishang.total"]._rebuild()
