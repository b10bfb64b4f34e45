"""Drop the indexes of values that others replace, which hold bands and steps."""


def migrate(cr, version):
    cr.execute(
        "DROP INDEX IF EXISTS crm_yishang_value_score_group_idx,"
        " crm_yishang_value_score_group_region_idx"
    )
