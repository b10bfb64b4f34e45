from odoo import api, fields, models
from odoo.tools import SQL

from .crm_yishang_service_stage import OPEN_KINDS


class CrmYishangRiskReasonMixin(models.AbstractModel):
    """Why customers are at risk, each reason as one query over those watched.

    Raw SQL, see ``crm.yishang.risk.job``. The table ``crm_yishang_risk_watched`` has
    the customers: ``id, owner_id, bought, contacted``.
    """

    _name = "crm.yishang.risk.reason.mixin"
    _description = "Reasons of Risk"

    @api.model
    def _get_reasons(self):
        """Return ``[(columns, query)]``; the query returns customer and columns.

        A feature that knows another reason adds its own.
        """
        company = self.env.company
        reasons = [(("complaint_count",), self._sql_complaints())]
        if company.yishang_risk_factor:
            reasons += [
                (
                    ("date_ordered", "order_rhythm"),
                    self._sql_silent(self._sql_order_days()),
                ),
                (
                    ("date_contacted", "contact_rhythm"),
                    self._sql_silent(self._sql_contact_days()),
                ),
            ]
        if company.yishang_risk_drop:
            reasons.append((("score_drop",), self._sql_falling()))
        if company.yishang_risk_overdue_days:
            reasons.append((("amount_overdue",), self._sql_overdue()))
        return reasons

    @api.model
    def _sql_silent(self, days):
        """Return who has been silent for longer than its own rhythm allows.

        :param days: query of ``id, day``, each day of a customer once
        """
        company = self.env.company
        return SQL(
            """
            SELECT id, max(day), median
            FROM (
                SELECT id, max(day) AS day, count(*) AS number,
                    percentile_cont(0.5) WITHIN GROUP (ORDER BY gap)::numeric AS median
                FROM (
                    SELECT id, day,
                        day - lag(day) OVER (PARTITION BY id ORDER BY day) AS gap
                    FROM (%(days)s) known
                ) spaced
                GROUP BY id HAVING count(*) >= %(count)s
            ) rhythm
            WHERE %(today)s - day > GREATEST(%(factor)s * median, %(least)s)
            GROUP BY id, median
            """,
            days=days,
            count=company.yishang_risk_count,
            today=company._yishang_get_day(),
            factor=company.yishang_risk_factor,
            least=company.yishang_risk_min_days,
        )

    @api.model
    def _get_silent_since(self):
        """Return the last day after which nobody is silent yet."""
        company = self.env.company
        return fields.Date.subtract(
            company._yishang_get_day(), days=company.yishang_risk_min_days
        )

    @api.model
    def _sql_order_days(self):
        # Whoever has just ordered is not silent, whatever the rhythm.
        return SQL(
            """
            SELECT DISTINCT watched.id,
                (bought.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                    AS day
            FROM crm_yishang_risk_watched watched
            JOIN sale_order bought ON bought.yishang_customer_id = watched.id
            WHERE watched.bought < %(since)s AND bought.state = 'sale'
                AND bought.company_id = %(company)s
            """,
            zone=self.env.company._yishang_get_tz().zone,
            since=self._get_silent_since(),
            company=self.env.company.id,
        )

    @api.model
    def _sql_contact_days(self):
        return SQL(
            """
            SELECT DISTINCT watched.id, visit.day
            FROM crm_yishang_risk_watched watched
            JOIN crm_yishang_visit visit ON visit.yishang_customer_id = watched.id
            WHERE watched.contacted < %(since)s AND visit.state = 'done'
            """,
            since=self._get_silent_since(),
        )

    @api.model
    def _sql_falling(self):
        return SQL(
            """
            SELECT watched.id,
                ROUND((value.score_before - value.score)::numeric, 1)
            FROM crm_yishang_risk_watched watched
            JOIN crm_yishang_value_score value ON value.partner_id = watched.id
            WHERE value.company_id = %(company)s
                AND value.score_before - value.score > %(drop)s
            """,
            company=self.env.company.id,
            drop=self.env.company.yishang_risk_drop,
        )

    @api.model
    def _sql_complaints(self):
        return SQL(
            """
            SELECT watched.id, count(*)
            FROM crm_yishang_risk_watched watched
            JOIN crm_yishang_service_case service
                ON service.yishang_customer_id = watched.id
            WHERE service.is_complaint AND service.state = ANY(%(states)s)
                AND service.company_id = %(company)s
            GROUP BY watched.id
            """,
            states=list(OPEN_KINDS),
            company=self.env.company.id,
        )

    @api.model
    def _sql_overdue(self):
        """Return what has been owed for too long, in the currency of the company."""
        company = self.env.company
        return SQL(
            """
            SELECT watched.id,
                SUM(ROUND((part.amount_open
                    / COALESCE(NULLIF(part.currency_rate, 0), 1))::numeric, %(digits)s))
            FROM crm_yishang_risk_watched watched
            JOIN crm_yishang_instalment part ON part.yishang_customer_id = watched.id
            WHERE part.is_owed IS TRUE AND part.state != 'paid'
                AND part.date_due < %(due)s AND part.company_id = %(company)s
            GROUP BY watched.id HAVING SUM(part.amount_open) > 0
            """,
            digits=company._yishang_get_digits(),
            due=fields.Date.subtract(
                company._yishang_get_day(), days=company.yishang_risk_overdue_days
            ),
            company=company.id,
        )
