"""Opportunities that are there begin to count their time in the stage they are in."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    api.Environment(cr, SUPERUSER_ID, {})["crm.yishang.stage.duration"]._follow_all()
