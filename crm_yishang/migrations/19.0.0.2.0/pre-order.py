"""Orders get contact, phone and the region of their day.

Nobody knows any more what the region was on that day: it is the one of today.
"""

from odoo.tools import sql

from odoo.addons.crm_yishang.hooks import ORDER_COLUMNS, add_column


def migrate(cr, version):
    if sql.column_exists(cr, "sale_order", "yishang_region_id"):
        return
    for column, (column_type, value) in ORDER_COLUMNS.items():
        add_column(cr, "sale_order", column, column_type, value)
    cr.execute(
        "UPDATE sale_order SET yishang_region_id = yishang_scope_region_id"
        " WHERE yishang_scope_region_id IS NOT NULL"
    )
