from odoo import api, models
from odoo.tools import SQL

from .res_company import DEFAULT_TIME_ZONE

# Customers whose dates are worked out in one statement.
BATCH = 50_000


class CrmYishangPoolClock(models.AbstractModel):
    """When each customer goes into the public pool: one date, and why.

    What the list shows, what the owner is warned of and what the nightly job acts on
    is this one date. Raw SQL: a rule that changes concerns all customers.
    """

    _name = "crm.yishang.pool.clock"
    _description = "Reclaim Dates"

    @api.model
    def _refresh(self, customer_ids):
        """Work out the dates of some customers anew.

        :param customer_ids: ids of partners; those that are no customers are ignored
        :return: how many dates changed
        """
        if not customer_ids or not self.env["crm.yishang.pool.rule"]._has_rules():
            return 0
        self.env.flush_all()
        self.env.cr.execute(
            self._sql_refresh(SQL("customer.id = ANY(%s)", list(customer_ids)))
        )
        count = self.env.cr.rowcount
        self._drop_cached()
        return count

    @api.model
    def _refresh_all(self, commit=None):
        """Work out the dates of all customers, some thousands at a time.

        :param commit: called after each part, to end a transaction there
        """
        self.env.flush_all()
        last = 0
        while True:
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT max(id) FROM (
                        SELECT id FROM res_partner
                        WHERE id > %s AND yishang_is_customer ORDER BY id LIMIT %s
                    ) part
                    """,
                    last,
                    BATCH,
                )
            )
            end = rows[0][0]
            if not end:
                break
            self.env.cr.execute(
                self._sql_refresh(
                    SQL("customer.id > %s AND customer.id <= %s", last, end)
                )
            )
            last = end
            if commit:
                commit()
        self._drop_cached()

    @api.model
    def _drop_cached(self):
        self.env["res.partner"].invalidate_model(
            ["yishang_date_reclaim", "yishang_reclaim_reason"], flush=False
        )

    @api.model
    def _cron_refresh(self):
        """Bring all dates up to date after a rule has changed."""
        self._refresh_all(lambda: self.env["ir.cron"]._commit_progress())

    @api.model
    def _sql_refresh(self, chosen):
        """Return the statement that writes the dates of the chosen customers."""
        return SQL(
            """
            WITH due AS (
                SELECT customer.id, clock.day, clock.reason
                FROM res_partner customer
                LEFT JOIN res_users owner ON owner.id = customer.user_id
                LEFT JOIN res_company company
                    ON company.id = COALESCE(customer.company_id, owner.company_id)
                LEFT JOIN res_partner place ON place.id = company.partner_id
                LEFT JOIN LATERAL (%(rule)s) rule ON TRUE
                LEFT JOIN LATERAL (%(clock)s) clock ON TRUE
                WHERE customer.yishang_is_customer AND %(chosen)s
            )
            UPDATE res_partner customer SET
                yishang_date_reclaim = due.day, yishang_reclaim_reason = due.reason
            FROM due
            WHERE due.id = customer.id
                AND (customer.yishang_date_reclaim, customer.yishang_reclaim_reason)
                    IS DISTINCT FROM (due.day, due.reason)
            """,
            rule=self._sql_rule(),
            clock=self._sql_clock(),
            chosen=chosen,
        )

    @api.model
    def _sql_rule(self):
        """Return the query of the rule that counts for the row ``customer``."""
        return SQL(
            """
            SELECT rule.days_contact, rule.days_opportunity, rule.days_order,
                rule.date_start
            FROM crm_yishang_pool_rule rule
            WHERE rule.active AND rule.company_id = company.id
                AND customer.user_id IS NOT NULL
                AND (rule.lifecycle IS NULL
                    OR rule.lifecycle = customer.yishang_lifecycle)
                AND (rule.grade IS NULL
                    OR rule.grade = COALESCE(customer.yishang_grade, 'none'))
                AND (
                    NOT EXISTS (
                        SELECT FROM crm_yishang_pool_rule_type_rel rel
                        WHERE rel.crm_yishang_pool_rule_id = rule.id
                    ) OR EXISTS (
                        SELECT FROM crm_yishang_pool_rule_type_rel rel
                        WHERE rel.crm_yishang_pool_rule_id = rule.id
                            AND rel.crm_yishang_customer_type_id =
                                customer.yishang_type_id
                    )
                )
                AND (
                    NOT EXISTS (
                        SELECT FROM crm_yishang_pool_rule_region_rel rel
                        WHERE rel.crm_yishang_pool_rule_id = rule.id
                    ) OR EXISTS (
                        SELECT FROM crm_yishang_pool_rule_region_rel rel
                        JOIN crm_yishang_region above
                            ON above.id = rel.crm_yishang_region_id
                        JOIN crm_yishang_region region
                            ON starts_with(region.parent_path, above.parent_path)
                        WHERE rel.crm_yishang_pool_rule_id = rule.id
                            AND region.id = customer.yishang_region_id
                    )
                )
            ORDER BY rule.sequence, rule.id LIMIT 1
            """
        )

    @api.model
    def _sql_clock(self):
        """Return the query of day and reason, from the rows ``customer`` and ``rule``.

        The clock starts when the owner took the customer, and again with each contact,
        opportunity or order: nobody loses what was got today.
        """
        return SQL(
            """
            SELECT
                GREATEST(
                    LEAST(after.contact, after.opportunity, after.orders),
                    rule.date_start + company.yishang_reclaim_warning_days,
                    (%(last_contract)s) + company.yishang_contract_hold_days
                ) AS day,
                CASE LEAST(after.contact, after.opportunity, after.orders)
                    WHEN after.contact THEN 'contact'
                    WHEN after.opportunity THEN 'opportunity'
                    WHEN after.orders THEN 'order'
                END AS reason
            FROM (
                SELECT
                    GREATEST(
                        start.taken, customer.yishang_date_last_contact
                    ) + NULLIF(rule.days_contact, 0) AS contact,
                    CASE WHEN found.is_open THEN NULL ELSE
                        GREATEST(start.taken, found.day)
                            + NULLIF(rule.days_opportunity, 0)
                    END AS opportunity,
                    GREATEST(start.taken, customer.yishang_date_last_order)
                        + NULLIF(rule.days_order, 0) AS orders
                FROM (
                    SELECT %(taken)s AS taken
                ) start
                CROSS JOIN LATERAL (%(opportunity)s) found
            ) after
            WHERE LEAST(after.contact, after.opportunity, after.orders) IS NOT NULL
                AND customer.yishang_is_kept IS NOT TRUE
                AND customer.active
                AND NOT (%(exempt)s)
            """,
            taken=self._sql_day(
                SQL("COALESCE(customer.yishang_date_taken, customer.create_date)")
            ),
            opportunity=self._sql_last_opportunity(),
            last_contract=self._sql_last_contract(),
            exempt=SQL(" OR ").join(self._sql_exempt()),
        )

    @api.model
    def _sql_day(self, moment):
        """Return the day of a moment where the company of the customer is."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(place.tz, %s))::date",
            moment,
            DEFAULT_TIME_ZONE,
        )

    @api.model
    def _sql_last_opportunity(self):
        return SQL(
            """
            SELECT %s AS day,
                bool_or(lead.active AND lead.won_status = 'pending') AS is_open
            FROM crm_lead lead
            WHERE lead.yishang_customer_id = customer.id
                AND lead.type = 'opportunity'
            """,
            self._sql_day(SQL("max(lead.create_date)")),
        )

    @api.model
    def _sql_last_contract(self):
        """Return the query of the day on which the last contract ended."""
        return SQL(
            """
            SELECT max(contract.date_ended) FROM crm_yishang_contract contract
            WHERE contract.yishang_customer_id = customer.id
            """
        )

    @api.model
    def _sql_exempt(self):
        """Return the conditions on ``customer`` under which it is never reclaimed.

        A feature that binds a customer to its owner (money owed, a contract that runs,
        an open case) adds its own.
        """
        return [
            SQL(
                """
                EXISTS (
                    SELECT FROM account_move invoice
                    WHERE invoice.yishang_customer_id = customer.id
                        AND invoice.move_type = 'out_invoice'
                        AND invoice.state = 'posted'
                        AND invoice.payment_state IN ('not_paid', 'partial')
                )
                """
            ),
            SQL(
                """
                EXISTS (
                    SELECT FROM crm_yishang_contract contract
                    WHERE contract.yishang_customer_id = customer.id
                        AND contract.state IN ('signed', 'running')
                )
                """
            ),
        ]
