"""Drop the indexes of values that others replace, which hold bands and steps."""


def migrate(cr, version):
    for name in ("group", "group_region"):
        cr.execute(f"DROP INDEX IF EXISTS crm_yishang_value_score_{name}_idx")
