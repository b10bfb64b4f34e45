"""Who holds a customer is copied to its search text, not computed row by row."""

from odoo.tools import sql


def migrate(cr, version):
    if sql.column_exists(cr, "crm_yishang_search", "scope_key"):
        return
    # Built again by the models: each changed row would enter it a hundred times.
    cr.execute("DROP INDEX IF EXISTS crm_yishang_search_content_idx")
    sql.create_column(cr, "crm_yishang_search", "scope_key", "int4")
    cr.execute(
        """
        UPDATE crm_yishang_search SET scope_key = partner.yishang_scope_key
        FROM res_partner partner WHERE partner.id = partner_id
        """
    )
