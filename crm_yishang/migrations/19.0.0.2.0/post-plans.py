"""Confirmed orders get their collection plans."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    api.Environment(cr, SUPERUSER_ID, {})["crm.yishang.instalment"]._plan_all()
