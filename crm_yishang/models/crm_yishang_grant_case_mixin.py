from odoo import api, models
from odoo.tools import SQL

ALL = SQL("TRUE")
MOVED = SQL(
    "document.yishang_customer_id IN (SELECT customer_id FROM crm_yishang_moving)"
)
# Who works on a case, and until when: its agent, everybody in its team, and colleagues
# it is shared with. Once it is over the team alone: a salesperson who gave the customer
# away does not read on through old cases.
PEOPLE = SQL(
    """
    SELECT user_id, NULLIF(max(until), 'infinity') AS until
    FROM (
        SELECT document.user_id, date 'infinity' AS until WHERE NOT is_over
        UNION ALL
        SELECT member.user_id, 'infinity'
        FROM crm_yishang_service_team_member_rel member
        WHERE member.team_id = document.team_id
        UNION ALL
        SELECT team.leader_id, 'infinity' FROM crm_yishang_service_team team
        WHERE team.id = document.team_id
        UNION ALL
        SELECT share.user_id, COALESCE(share.date_end, 'infinity')
        FROM crm_yishang_service_share share
        WHERE share.case_id = document.id AND NOT is_over
    ) person
    GROUP BY user_id
    """
)


class CrmYishangGrantCaseMixin(models.AbstractModel):
    """Cases open their customer for reading to whoever works on them.

    One grant for each person and case; in contrast to visits and opportunities there
    are several people on one case. Raw SQL: a team may have thousands of open ones.
    """

    _name = "crm.yishang.grant.case.mixin"
    _description = "Grants of Service Cases"

    @api.model
    def _sync_cases(self, cases):
        """Bring the grants of cases in step with their people, stages and customers.

        :param cases: which, as a condition on the row ``document``
        """
        if not self.env["res.company"]._yishang_get_companies_in_force():
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH needed AS MATERIALIZED (%(needed)s),
                gone AS (
                    DELETE FROM crm_yishang_grant access
                    USING crm_yishang_service_case document
                    WHERE access.case_id = document.id AND %(cases)s
                        AND NOT EXISTS (
                            SELECT FROM needed
                            WHERE needed.case_id = access.case_id
                                AND needed.user_id = access.user_id
                        )
                )
                INSERT INTO crm_yishang_grant (
                    user_id, customer_id, case_id, access_right, source, date_end,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT user_id, customer_id, case_id, 'read', 'case', date_end,
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM needed
                ON CONFLICT (case_id, user_id) WHERE case_id IS NOT NULL DO UPDATE SET
                    customer_id = EXCLUDED.customer_id, date_end = EXCLUDED.date_end
                """,
                needed=self._sql_needed_for_cases(cases),
                cases=cases,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.invalidate_model(flush=False)
        self.env["res.partner"].invalidate_model(
            ["yishang_collaborator_ids"], flush=False
        )
        self.env["crm.yishang.policy"]._forget()

    @api.model
    def _sql_needed_for_cases(self, cases):
        """Return the query of ``case_id, user_id, customer_id, date_end``."""
        return SQL(
            """
            SELECT document.id AS case_id, person.id AS user_id,
                document.yishang_customer_id AS customer_id,
                CASE WHEN is_over THEN last_day ELSE worker.until END AS date_end
            FROM crm_yishang_service_case document
            JOIN res_company company ON company.id = document.company_id
            CROSS JOIN LATERAL (
                SELECT document.state IN ('closed', 'cancelled') AS is_over,
                    COALESCE(document.date_closed, document.write_date)::date
                        + company.yishang_case_read_days AS last_day
            ) course
            CROSS JOIN LATERAL (%(people)s) worker
            JOIN res_users person ON person.id = worker.user_id AND person.active
            WHERE document.yishang_customer_id IS NOT NULL AND %(cases)s
                AND (worker.until IS NULL OR worker.until >= %(today)s)
                AND (
                    NOT is_over OR company.yishang_case_read_days > 0
                        AND last_day >= %(today)s
                )
            """,
            people=PEOPLE,
            cases=cases,
            today=self.env.company._yishang_get_day(),
        )

    @api.model
    def _settle_moved(self):
        result = super()._settle_moved()
        self._sync_cases(MOVED)
        return result

    @api.model
    def _settle_work(self, move):
        result = super()._settle_work(move)
        self._sync_cases(
            SQL(
                "document.id IN (SELECT res_id FROM crm_yishang_ownership_item"
                " WHERE move_id = %s AND res_model = 'crm.yishang.service.case')",
                move.id,
            )
        )
        return result

    @api.model
    def _open_for_all_work(self, customers=None):
        if customers is not None:
            return super()._open_for_all_work(customers)
        super()._open_for_all_work()
        return self._sync_cases(ALL)
