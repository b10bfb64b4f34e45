from odoo import api, models
from odoo.tools import SQL

from ..tools.lifecycle import MEETINGS


class CrmYishangLifecycleOrigin(models.AbstractModel):
    """The history of customers from before it was written, told by documents.

    Whoever adopts the partners of an older database, or updates one, finds the first
    meeting, the first order and the day a member fell asleep in the history.
    """

    _name = "crm.yishang.lifecycle.origin"
    _description = "Lifecycle Before Its History"

    @api.model
    def _tell(self, customer_ids=None):
        """Write the history of customers that have none.

        :param customer_ids: all customers by default
        """
        self.env.flush_all()
        lifecycle = self.env["crm.yishang.lifecycle"]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_lifecycle_change (
                    customer_id, date, day, stage_before, stage_after, kind, visit_id,
                    order_id, user_id, owner_id, region_id,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT partner.id, step.date,
                    (step.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date,
                    lag(step.stage, 1, 'potential') OVER (
                        PARTITION BY partner.id ORDER BY step.date, step.place
                    ),
                    step.stage, step.kind, step.visit_id, step.order_id, step.user_id,
                    step.owner_id, partner.yishang_region_id,
                    %(uid)s, now() AT TIME ZONE 'UTC',
                    %(uid)s, now() AT TIME ZONE 'UTC'
                FROM res_partner partner
                CROSS JOIN LATERAL (
                    (%(met)s) UNION ALL (%(bought)s) UNION ALL (%(slept)s)
                ) step
                WHERE partner.yishang_is_customer AND %(condition)s
                AND partner.yishang_lifecycle != 'potential'
                AND NOT EXISTS (
                    SELECT FROM crm_yishang_lifecycle_change known
                    WHERE known.customer_id = partner.id
                )
                """,
                uid=self.env.uid,
                zone=self.env.company._yishang_get_tz().zone,
                met=self._sql_met(),
                bought=self._sql_bought(),
                slept=self._sql_slept(lifecycle._sql_company()),
                condition=SQL("TRUE")
                if customer_ids is None
                else SQL("partner.id = ANY(%s)", list(customer_ids)),
            )
        )
        self.env["res.partner"].invalidate_model(["yishang_lifecycle_change_ids"])

    @api.model
    def _sql_met(self):
        """Return the first meeting of ``partner``, unless it had bought before."""
        return SQL(
            """
            SELECT visit.date_start AS date, 1 AS place, 'visited' AS stage,
                'visit' AS kind, visit.id AS visit_id, NULL::integer AS order_id,
                visit.user_id, visit.user_id AS owner_id
            FROM crm_yishang_visit visit
            JOIN crm_yishang_contact_category category
                ON category.id = visit.category_id
            WHERE visit.yishang_customer_id = partner.id AND visit.state = 'done'
            AND visit.date_start IS NOT NULL AND category.kind = ANY(%s)
            AND NOT EXISTS (
                SELECT FROM sale_order earlier
                WHERE earlier.yishang_customer_id = partner.id
                AND earlier.state = 'sale' AND earlier.date_order <= visit.date_start
            )
            ORDER BY visit.date_start, visit.id LIMIT 1
            """,
            list(MEETINGS),
        )

    @api.model
    def _sql_bought(self):
        """Return the first order of ``partner``."""
        return SQL(
            """
            SELECT bought.date_order, 2, 'member', 'order', NULL::integer, bought.id,
                bought.user_id, bought.user_id
            FROM sale_order bought
            WHERE bought.yishang_customer_id = partner.id AND bought.state = 'sale'
            ORDER BY bought.date_order, bought.id LIMIT 1
            """
        )

    @api.model
    def _sql_slept(self, company):
        """Return when ``partner`` fell asleep, if it did."""
        return SQL(
            """
            SELECT (
                    partner.yishang_date_last_order
                    + make_interval(months => rule.yishang_dormant_months)
                ) AT TIME ZONE %(zone)s AT TIME ZONE 'UTC',
                3, 'dormant', 'job', NULL::integer, NULL::integer, %(robot)s,
                partner.user_id
            FROM res_company rule
            WHERE rule.id = %(company)s AND rule.yishang_dormant_months > 0
            AND partner.yishang_lifecycle IN ('dormant', 'lost')
            AND partner.yishang_date_last_order
                + make_interval(months => rule.yishang_dormant_months)
                <= now() AT TIME ZONE 'UTC'
            """,
            zone=self.env.company._yishang_get_tz().zone,
            robot=self.env.ref("base.user_root").id,
            company=company,
        )
