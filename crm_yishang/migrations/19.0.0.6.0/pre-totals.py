"""Drop the indexes that are made anew or needed no more.

What is open is asked for in other words by now; values and receipts are summed up by
totals that triggers keep, which are made and filled when the addon is loaded.
"""


def migrate(cr, version):
    cr.execute(
        "DROP INDEX IF EXISTS crm_yishang_value_score_groups_idx,"
        " crm_yishang_value_score_groups_region_idx, crm_yishang_receipt_earned_idx,"
        " crm_yishang_instalment_open_idx, crm_yishang_instalment_open_due_idx,"
        " crm_yishang_instalment_open_region_idx"
    )
