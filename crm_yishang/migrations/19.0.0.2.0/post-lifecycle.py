"""Fill the day of the last order and the lifecycle history from the documents."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["res.partner"]._yishang_refresh_all_last_orders()
    env["crm.yishang.lifecycle.origin"]._tell()
