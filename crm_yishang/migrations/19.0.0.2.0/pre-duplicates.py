"""The two switches of 19.0.0.1.0 become a policy for each kind of key."""

from odoo.tools import SQL, sql

# Switch of before -> policy of now.
SWITCHES = {
    "yishang_is_phone_checked": "yishang_duplicate_phone",
    "yishang_is_tax_id_checked": "yishang_duplicate_vat",
}


def migrate(cr, version):
    for switch, policy in SWITCHES.items():
        if sql.column_exists(cr, "res_company", switch) and not sql.column_exists(
            cr, "res_company", policy
        ):
            sql.create_column(cr, "res_company", policy, "varchar")
            cr.execute(
                SQL(
                    "UPDATE res_company"
                    " SET %s = CASE WHEN %s THEN 'warn' ELSE 'off' END",
                    SQL.identifier(policy),
                    SQL.identifier(switch),
                )
            )
