"""Tell each row of the totals by product of what type its customer is."""

from odoo.tools import sql

TABLE, COLUMN = "crm_yishang_product_total", "customer_type_id"


def migrate(cr, version):
    if not sql.table_exists(cr, TABLE) or sql.column_exists(cr, TABLE, COLUMN):
        return
    # Indexes that hold the new column come with the update; without them it is quick.
    for name in ("user_idx", "region_idx"):
        sql.drop_index(cr, f"{TABLE}_{name}", TABLE)
    sql.create_column(cr, TABLE, COLUMN, "int4")
    cr.execute(
        """
        UPDATE crm_yishang_product_total total
        SET customer_type_id = customer.yishang_type_id
        FROM sale_order document
        JOIN res_partner buyer ON buyer.id = document.partner_id
        JOIN res_partner customer ON customer.id = buyer.commercial_partner_id
        WHERE document.id = total.order_number AND customer.yishang_type_id IS NOT NULL
        """
    )
