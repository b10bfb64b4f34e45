from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.lifecycle import MEETINGS


class CrmYishangLifecycleFactsMixin(models.AbstractModel):
    """The stage that follows from what is known of a customer, as SQL."""

    _name = "crm.yishang.lifecycle.facts.mixin"
    _description = "Facts a Lifecycle Stage Follows From"

    @api.model
    def _sql_facts(self):
        """Return the stage that follows from what is known of the row ``partner``.

        Whoever was entered or imported as a buyer bought before this system counts
        orders: the day of the entry stands for the order.
        """
        return SQL(
            """
            CASE
                WHEN %(bought)s > %(oldest)s THEN 'member'
                WHEN %(bought)s IS NOT NULL THEN 'dormant'
                WHEN %(met)s THEN 'visited'
                ELSE 'potential'
            END
            """,
            bought=SQL(
                """
                COALESCE(partner.yishang_date_last_order, (
                    SELECT max(entered.day) FROM crm_yishang_lifecycle_change entered
                    WHERE entered.customer_id = partner.id
                    AND entered.kind IN ('import', 'entry')
                    AND entered.stage_after IN ('member', 'dormant')
                ))
                """
            ),
            oldest=self._sql_by_company(self._get_oldest_days()),
            met=SQL(
                """
                (EXISTS (
                    SELECT FROM crm_yishang_visit visit
                    JOIN crm_yishang_contact_category category
                        ON category.id = visit.category_id
                    WHERE visit.yishang_customer_id = partner.id
                    AND visit.state = 'done' AND category.kind = ANY(%s)
                ) OR EXISTS (
                    SELECT FROM crm_yishang_lifecycle_change seen
                    WHERE seen.customer_id = partner.id
                    AND 'visited' IN (seen.stage_before, seen.stage_after)
                ))
                """,
                list(MEETINGS),
            ),
        )

    @api.model
    def _sql_bought_facts(self):
        """Return the stage of a row ``partner`` that has a confirmed order."""
        return SQL(
            """
            CASE WHEN partner.yishang_date_last_order > %s THEN 'member'
                ELSE 'dormant' END
            """,
            self._sql_by_company(self._get_oldest_days()),
        )

    @api.model
    def _sql_company(self):
        """Return whose rule holds for the row ``partner``.

        A customer of all companies follows the one it bought from last.
        """
        # sudo: how many companies there are is no secret.
        if self.env["res.company"].sudo().search_count([], limit=2) < 2:
            return SQL("%s", self.env.company.id)
        return SQL(
            """
            COALESCE(partner.company_id, (
                SELECT latest.company_id FROM sale_order latest
                WHERE latest.yishang_customer_id = partner.id
                AND latest.state = 'sale'
                ORDER BY latest.date_order DESC LIMIT 1
            ), %s)
            """,
            self.env.company.id,
        )

    @api.model
    def _sql_by_company(self, days):
        """Return the day that holds for the row ``partner``.

        :param days: ``{company id: day}``
        """
        if len(days) == 1:
            return SQL("%s::date", *days.values())
        return SQL(
            """
            (SELECT rule.day FROM unnest(%s, %s::date[]) AS rule (company_id, day)
            WHERE rule.company_id = %s)
            """,
            list(days),
            list(days.values()),
            self._sql_company(),
        )

    @api.model
    def _get_oldest_days(self):
        """Return ``{company id: last day of an order that is too old}``."""
        # sudo: the rules of all companies, whoever confirms an order.
        companies = self.env["res.company"].sudo()
        companies = companies.browse(companies._yishang_get_zones())
        return {
            company.id: company._yishang_get_oldest_order_day() or date.min
            for company in companies
        }

    @api.model
    def _get_days(self):
        """Return ``{company id: its day}``."""
        companies = self.env["res.company"]
        companies = companies.browse(companies._yishang_get_zones())
        now = fields.Datetime.now()
        return {one.id: one._yishang_get_day(now) for one in companies}
