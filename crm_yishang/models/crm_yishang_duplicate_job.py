from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

CHECKERS = (
    "crm_yishang.crm_yishang_group_leader",
    "crm_yishang.crm_yishang_group_administrator",
)
# Keys that are grouped while somebody waits: a second at most.
AT_ONCE = 200_000
# Customers of different families and not all of different companies of the database.
FOUND = """
CREATE TEMPORARY TABLE crm_yishang_found ON COMMIT DROP AS
SELECT stored.kind, stored.key, array_agg(stored.customer_id) AS customer_ids,
    count(*) AS customer_count,
    CASE WHEN count(DISTINCT customer.company_id) = 1
        AND bool_and(customer.company_id IS NOT NULL)
        THEN min(customer.company_id) END AS company_id
FROM crm_yishang_duplicate_key stored
JOIN (
    SELECT kind, key FROM crm_yishang_duplicate_key
    GROUP BY kind, key HAVING min(family_id) <> max(family_id)
) shared ON shared.kind = stored.kind AND shared.key = stored.key
JOIN res_partner customer ON customer.id = stored.customer_id
GROUP BY stored.kind, stored.key
HAVING bool_or(customer.company_id IS NULL)
    OR count(*) > count(DISTINCT customer.company_id)
"""
# Whoever decided did not know of who came since.
STORE = """
WITH stored AS (
    INSERT INTO crm_yishang_duplicate_group AS known (
        kind, key, customer_count, company_id, state,
        create_uid, create_date, write_uid, write_date
    )
    SELECT kind, key, customer_count, company_id, 'open',
        %(uid)s, %(now)s, %(uid)s, %(now)s
    FROM crm_yishang_found
    ON CONFLICT (kind, key) DO UPDATE SET
        customer_count = EXCLUDED.customer_count, company_id = EXCLUDED.company_id
    RETURNING id, kind, key
),
added AS (
    INSERT INTO crm_yishang_duplicate_member (group_id, customer_id)
    SELECT stored.id, unnest(found.customer_ids)
    FROM stored
    JOIN crm_yishang_found found
        ON found.kind = stored.kind AND found.key = stored.key
    ON CONFLICT (group_id, customer_id) DO NOTHING
    RETURNING group_id
)
SELECT DISTINCT group_id FROM added
"""
# Groups that fell apart, and customers that are in one no longer.
DROP_GROUPS = """
DELETE FROM crm_yishang_duplicate_group known
WHERE NOT EXISTS (
    SELECT FROM crm_yishang_found found
    WHERE found.kind = known.kind AND found.key = known.key
)
"""
DROP_MEMBERS = """
DELETE FROM crm_yishang_duplicate_member member
USING crm_yishang_duplicate_group known, crm_yishang_found found
WHERE known.id = member.group_id
    AND found.kind = known.kind AND found.key = known.key
    AND NOT member.customer_id = ANY(found.customer_ids)
"""
REOPEN = """
UPDATE crm_yishang_duplicate_group
SET state = 'open', dismisser_id = NULL, date_dismissed = NULL
WHERE id = ANY(%s) AND state <> 'open'
"""


class CrmYishangDuplicateJob(models.AbstractModel):
    """Finds all customers that share a key.

    Raw SQL: a million customers have millions of keys, which are grouped along one
    index.
    """

    _name = "crm.yishang.duplicate.job"
    _description = "Check of All Customers"

    @api.model
    def _start(self):
        """Check all customers for a user who waits, or in the background.

        :return: what the browser does then
        """
        self._check_role()
        keys = self.env["crm.yishang.duplicate.key"]
        if keys._count_about() <= AT_ONCE:
            # sudo: the check finds all; each user sees what may be seen of it.
            self.sudo()._cron_check()
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        # sudo: users may not read jobs.
        self.env.ref(
            "crm_yishang.crm_yishang_duplicate_job_cron_check"
        ).sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "All customers are checked in the background. Come back in a few "
                    "minutes."
                ),
            },
        }

    @api.model
    def _check_role(self):
        if not any(map(self.env.user.has_group, CHECKERS)):
            raise AccessError(
                self.env._("Only leaders and administrators of the CRM do this.")
            )

    @api.model
    def _cron_check(self):
        """Bring the groups in step with the keys of all customers."""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS crm_yishang_found")
        cr.execute(FOUND)
        cr.execute("ANALYZE crm_yishang_found")
        cr.execute(DROP_GROUPS)
        cr.execute(DROP_MEMBERS)
        rows = self.env.execute_query(SQL(STORE, uid=self.env.uid, now=cr.now()))
        cr.execute(REOPEN, [[group_id for (group_id,) in rows]])
        self.env.invalidate_all(flush=False)
