from odoo import api, models
from odoo.tools import SQL

from ..tools.lifecycle import MEETINGS, Cause

# Customers that fall asleep in one transaction; the next ones follow in another.
BATCH = 10_000


class CrmYishangLifecycle(models.AbstractModel):
    """The one place that knows when customers move to which stage.

    ========= ===================================================================
    visit     a meeting makes a potential customer visited
    order     a confirmed order makes a member of everybody; a lost customer comes
              back by an order that is not too old itself
    cancelled members and dormant customers go back to what the facts say
    job       a member without order for too many months falls asleep
    by hand   customers are given up, and taken up again as the facts say
    merged    customers that become one have come as far as the furthest of them
    ========= ===================================================================

    Raw SQL throughout: five hundred orders are confirmed at once and ten thousand
    customers fall asleep in a night, while the host needs 20 ms to write a partner.
    """

    _name = "crm.yishang.lifecycle"
    _description = "Lifecycle of Customers"
    _inherit = "crm.yishang.lifecycle.facts.mixin"

    @api.model
    def _follow_visits(self, visits):
        """Move the potential customers among those that were met."""
        met = visits.filtered(lambda visit: visit.category_id.kind in MEETINGS)
        return self._move(
            met.partner_id.ids,
            SQL("CASE partner.yishang_lifecycle WHEN 'potential' THEN 'visited' END"),
            Cause(
                "visit",
                visit=SQL(
                    """
                    (
                        SELECT max(visit.id) FROM crm_yishang_visit visit
                        WHERE visit.id = ANY(%s) AND visit.partner_id = partner.id
                    )
                    """,
                    met.ids,
                ),
            ),
        )

    @api.model
    def _follow_orders(self, orders, customers, gained_by):
        """Move customers whose confirmed orders became more, fewer or others.

        The day of their last order is written along.

        :param orders: the orders that changed
        :param customers: those that have, or had, one of them
        :param gained_by: those of the customers that have one more
        """
        # Of what the facts say only a member is news to a customer given up: an old
        # order that is entered later does not bring it back.
        stage = SQL(
            """
            CASE
                WHEN partner.yishang_lifecycle IN ('member', 'dormant') THEN facts.stage
                WHEN partner.id = ANY(%s) AND (
                    partner.yishang_lifecycle IS DISTINCT FROM 'lost'
                    OR facts.stage = 'member'
                ) THEN facts.stage
            END
            """,
            gained_by.ids,
        )
        bought = self.env["res.partner"]._yishang_sql_last_order()
        cause = Cause("order", order=self._sql_document(orders))
        # Whoever has just got an order need not be asked for visits and imports.
        facts = None if customers - gained_by else self._sql_bought_facts()
        return self._move(customers.ids, stage, cause, bought, facts)

    @api.model
    def _sql_document(self, orders):
        """Return the last of these orders that is one of the row ``partner``."""
        if len(orders) == 1:
            # sudo: whose order it is does not depend on who asks.
            customer = orders.sudo().yishang_customer_id
            return SQL(
                "CASE partner.id WHEN %s THEN %s END", customer.id or None, orders.id
            )
        return SQL(
            """
            (SELECT bought.id FROM sale_order bought
            WHERE bought.yishang_customer_id = partner.id AND bought.id = ANY(%s)
            ORDER BY bought.date_order DESC, bought.id DESC LIMIT 1)
            """,
            orders.ids,
        )

    @api.model
    def _give_up(self, customer_ids, reason):
        return self._move(customer_ids, SQL("'lost'"), Cause("hand", reason))

    @api.model
    def _take_up(self, customer_ids, reason):
        """Bring lost customers back to the stage that follows from the facts."""
        stage = SQL("CASE partner.yishang_lifecycle WHEN 'lost' THEN facts.stage END")
        return self._move(customer_ids, stage, Cause("hand", reason))

    @api.model
    def _cron_fall_asleep(self):
        """Have members without order for too many months fall asleep.

        Called every hour, because days begin at other hours elsewhere. Whoever sleeps
        is no member any more, so that nothing is done twice and a job that was
        stopped goes on where it was.
        """
        # sudo: the scheduler does it for all companies, whoever started it.
        companies = self.env["res.company"].sudo()
        for company in companies.search([("active", "=", True)]):
            lifecycle = self.with_company(company)
            while moved := lifecycle._fall_asleep(BATCH):
                self.env["ir.cron"]._commit_progress(len(moved))

    @api.model
    def _fall_asleep(self, limit):
        """Move the first members of the current company that bought too long ago.

        :return: ids of the customers
        """
        company = self.env.company
        if not company.yishang_dormant_months:
            return []
        self.env["res.partner"].flush_model()
        due = SQL(
            """
            SELECT partner.id FROM res_partner partner
            WHERE partner.yishang_lifecycle = 'member'
            AND partner.yishang_date_last_order <= %(oldest)s
            AND partner.yishang_is_customer
            AND %(company)s = %(current)s
            ORDER BY partner.yishang_date_last_order
            LIMIT %(limit)s
            """,
            oldest=company._yishang_get_oldest_order_day(),
            company=self._sql_company(),
            current=company.id,
            limit=limit,
        )
        ids = [customer_id for (customer_id,) in self.env.execute_query(due)]
        return self._move(ids, SQL("'dormant'"), Cause("job")) if ids else []

    @api.model
    def _move(self, customer_ids, stage, cause, bought=None, facts=None):
        """Move customers to a stage and write their history, in one statement.

        :param stage: SQL over the rows ``partner`` and ``facts``; NULL leaves a
            customer where it is
        :param cause: a ``Cause``
        :param bought: SQL over the row ``partner``, the day of its last order to be
            written, if that may have changed
        :param facts: SQL over the row ``partner``, where not all facts need be asked
        :return: ids of those that moved
        """
        if not customer_ids:
            return []
        self.env.flush_all()
        history = self.env["crm.yishang.lifecycle.change"]
        rows = self._sql_rows(customer_ids, bought)
        moved = self._sql_move(rows, stage, cause, facts or self._sql_facts())
        ids = history._insert(moved, cause.kind, cause.reason)
        if bought:
            self._forget(customer_ids, "yishang_date_last_order")
        self._forget(ids, "yishang_lifecycle")
        return ids

    @api.model
    def _forget(self, customer_ids, name):
        customers = self.env["res.partner"].browse(customer_ids)
        customers.invalidate_recordset([name], flush=False)
        customers.modified([name])

    @api.model
    def _sql_move(self, rows, stage, cause, facts):
        # Each OFFSET 0 keeps the planner from repeating the facts wherever the stage is
        # named, which made it plan fifty subqueries, for longer than anything else.
        return SQL(
            """
            UPDATE res_partner partner
            SET yishang_lifecycle = known.stage_after,
                yishang_date_last_order = known.bought,
                write_uid = CASE WHEN known.is_moved THEN %(uid)s
                    ELSE partner.write_uid END,
                write_date = CASE WHEN known.is_moved THEN now() AT TIME ZONE 'UTC'
                    ELSE partner.write_date END
            FROM (
                SELECT partner.*, %(visit)s AS visit_id, %(order)s AS order_id,
                    partner.stage_after IS DISTINCT FROM partner.stage_before
                        AS is_moved
                FROM (
                    SELECT partner.id, partner.yishang_lifecycle AS stage_before,
                        COALESCE(%(stage)s, partner.yishang_lifecycle) AS stage_after,
                        partner.bought_before,
                        partner.yishang_date_last_order AS bought
                    FROM (%(rows)s OFFSET 0) partner
                    CROSS JOIN LATERAL (SELECT %(facts)s AS stage OFFSET 0) facts
                    OFFSET 0
                ) partner
            ) known
            WHERE partner.id = known.id
            AND (known.is_moved OR known.bought IS DISTINCT FROM known.bought_before)
            RETURNING partner.id, known.stage_before, known.stage_after,
                known.visit_id, known.order_id
            """,
            uid=self.env.uid,
            stage=stage,
            visit=cause.visit,
            order=cause.order,
            rows=rows,
            facts=facts,
        )

    @api.model
    def _sql_rows(self, customer_ids, bought):
        """Return the customers with what their stage is decided on."""
        return SQL(
            """
            SELECT partner.id, partner.company_id, partner.yishang_lifecycle,
                partner.yishang_date_last_order AS bought_before,
                %(bought)s AS yishang_date_last_order
            FROM res_partner partner
            WHERE partner.id = ANY(%(ids)s) AND partner.yishang_is_customer
            """,
            bought=bought or SQL("partner.yishang_date_last_order"),
            ids=list(customer_ids),
        )
