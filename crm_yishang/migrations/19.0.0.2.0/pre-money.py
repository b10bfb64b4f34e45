"""Orders get their money columns with what is owed as long as nothing was paid."""

from odoo.tools import sql

from odoo.addons.crm_yishang.hooks import (
    MONEY_COLUMNS,
    add_column,
    owe_confirmed_orders,
)


def migrate(cr, version):
    if sql.column_exists(cr, "sale_order", "yishang_amount_owed"):
        return
    for column, (column_type, value) in MONEY_COLUMNS.items():
        add_column(cr, "sale_order", column, column_type, value)
    owe_confirmed_orders(cr)
