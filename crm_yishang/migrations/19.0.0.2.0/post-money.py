"""Count what accounting has booked on the orders that are there."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    api.Environment(cr, SUPERUSER_ID, {})["crm.yishang.money"]._refresh_accounted()
