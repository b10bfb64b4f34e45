from odoo import api, fields, models
from odoo.tools import SQL

# Customers looked at in one transaction.
BATCH = 50_000
# From which hour of the company's day: after the night's value run, before anybody is
# reminded.
DAWN = 5
# A reason is what of these a customer has; each statement of a reason fills its own.
COLUMNS = {
    "date_ordered": "date",
    "order_rhythm": "numeric",
    "date_contacted": "date",
    "contact_rhythm": "numeric",
    "score_drop": "numeric",
    "complaint_count": "integer",
    "amount_overdue": "numeric",
}
# The columns that say whether there is a reason.
TELLING = (
    "date_ordered",
    "date_contacted",
    "score_drop",
    "complaint_count",
    "amount_overdue",
)
LAST = 2**31 - 1


class CrmYishangRiskJob(models.AbstractModel):
    """Finds every night who is at risk of being lost, and closes what is over.

    Raw SQL: a million customers have some million orders, of which medians are taken;
    one statement a reason for some ten thousand customers at a time, so that memory
    is bounded. Nothing is written where nothing changed: a job that was killed is
    simply run again.
    """

    _name = "crm.yishang.risk.job"
    _inherit = "crm.yishang.risk.reason.mixin"
    _description = "Search for Customers at Risk"

    @api.model
    def _cron_find(self):
        """Look at all customers of each company whose day has begun; once a day."""
        # sudo: the scheduler does it for all companies, whoever started it.
        companies = self.env["res.company"].sudo()
        for company in companies.search([("active", "=", True)]):
            today = company._yishang_get_day()
            has_begun = fields.Datetime.now() >= company._yishang_get_moment(
                today, DAWN
            )
            done = company.yishang_date_risks
            if has_begun and (not done or done < today):
                commit = self.env["ir.cron"]._commit_progress
                self.sudo().with_company(company)._find(commit)
                company.yishang_date_risks = today
                commit()

    @api.model
    def _find(self, commit=None):
        """Bring the risks of the current company in step with its customers.

        :param commit: called after each part, to end a transaction there
        """
        self.env.flush_all()
        first = 0
        while first < LAST:
            last = self._get_end(first)
            self._find_between(first, last)
            first = last
            if commit:
                commit()
        self.env["crm.yishang.risk"].invalidate_model(flush=False)

    @api.model
    def _get_end(self, first):
        """Return the last id of the part that begins after ``first``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM res_partner WHERE id > %s AND yishang_is_customer
                ORDER BY id OFFSET %s LIMIT 1
                """,
                first,
                BATCH - 1,
            )
        )
        return rows[0][0] if rows else LAST

    @api.model
    def _find_between(self, first, last):
        """Look at the customers with ids above ``first`` up to ``last``."""
        self._fill_watched(first, last)
        for names, query in self._get_reasons():
            self._add_reason(names, query)
        self.env.cr.execute("ANALYZE crm_yishang_risk_found")
        fresh = self._sql_fresh()
        self.env.cr.execute(self._sql_update(fresh))
        self.env.cr.execute(self._sql_insert(fresh))
        self.env.cr.execute(self._sql_close(first, last))

    @api.model
    def _fill_watched(self, first, last):
        """Put down who is looked at: the tables of this transaction.

        A customer of the pool has nobody who could be told, a lost one is lost.
        """
        cr = self.env.cr
        for name in ("watched", "found"):
            table = SQL.identifier(f"crm_yishang_risk_{name}")
            cr.execute(SQL("DROP TABLE IF EXISTS %s", table))
        cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE crm_yishang_risk_watched ON COMMIT DROP AS
                SELECT customer.id, customer.user_id AS owner_id,
                    customer.yishang_date_last_order AS bought,
                    customer.yishang_date_last_contact AS contacted
                FROM res_partner customer
                JOIN res_users owner ON owner.id = customer.user_id
                WHERE customer.id > %s AND customer.id <= %s
                    AND customer.yishang_is_customer AND customer.active
                    AND customer.yishang_lifecycle IS DISTINCT FROM 'lost'
                    AND COALESCE(customer.company_id, owner.company_id) = %s
                """,
                first,
                last,
                self.env.company.id,
            )
        )
        cr.execute("ANALYZE crm_yishang_risk_watched")
        columns = SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL(kind))
            for name, kind in COLUMNS.items()
        )
        cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE crm_yishang_risk_found"
                " (partner_id integer PRIMARY KEY, %s) ON COMMIT DROP",
                columns,
            )
        )

    @api.model
    def _add_reason(self, names, query):
        columns = [SQL.identifier(name) for name in names]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_risk_found (partner_id, %(columns)s)
                %(query)s
                ON CONFLICT (partner_id) DO UPDATE SET %(values)s
                """,
                columns=SQL(", ").join(columns),
                query=query,
                values=SQL(", ").join(
                    SQL("%s = EXCLUDED.%s", name, name) for name in columns
                ),
            )
        )

    @api.model
    def _sql_fresh(self):
        """Return what is known of each customer found, with its level and value."""
        reasons = SQL(", ").join(SQL("found.%s", SQL.identifier(n)) for n in TELLING)
        return SQL(
            """
            SELECT found.*, watched.owner_id,
                COALESCE(value.grade, customer.yishang_grade) AS grade,
                COALESCE(value.revenue, 0) AS revenue,
                CASE WHEN num_nonnulls(%(reasons)s) > 1
                    OR COALESCE(value.grade, customer.yishang_grade) = 'a'
                    THEN 'high' ELSE 'medium' END AS level,
                customer.yishang_customer_id, customer.yishang_scope_key,
                customer.yishang_scope_region_id
            FROM crm_yishang_risk_found found
            JOIN crm_yishang_risk_watched watched ON watched.id = found.partner_id
            JOIN res_partner customer ON customer.id = found.partner_id
            LEFT JOIN crm_yishang_value_score value
                ON value.partner_id = found.partner_id
                AND value.company_id = %(company)s
            """,
            reasons=reasons,
            company=self.env.company.id,
        )

    @api.model
    def _sql_update(self, fresh):
        names = [SQL.identifier(name) for name in (*COLUMNS, "level", "grade")]
        names.append(SQL.identifier("revenue"))
        return SQL(
            """
            UPDATE crm_yishang_risk risk SET (%(names)s) = ROW (%(fresh_names)s),
                write_uid = %(uid)s, write_date = %(now)s
            FROM (%(fresh)s) fresh
            WHERE risk.partner_id = fresh.partner_id AND risk.company_id = %(company)s
                AND risk.state IN ('open', 'working')
                AND (%(risk_names)s) IS DISTINCT FROM (%(fresh_names)s)
            """,
            names=SQL(", ").join(names),
            fresh_names=SQL(", ").join(SQL("fresh.%s", name) for name in names),
            risk_names=SQL(", ").join(SQL("risk.%s", name) for name in names),
            uid=self.env.uid,
            now=self.env.cr.now(),
            fresh=fresh,
            company=self.env.company.id,
        )

    @api.model
    def _sql_insert(self, fresh):
        """Return the statement that opens what is new, unless decided on just now."""
        today = self.env.company._yishang_get_day()
        rest = self.env.company.yishang_risk_rest_days
        names = [
            SQL.identifier(name)
            for name in (
                *("partner_id", "level", "grade", "revenue", *COLUMNS),
                *("yishang_customer_id", "yishang_scope_key"),
                "yishang_scope_region_id",
            )
        ]
        return SQL(
            """
            INSERT INTO crm_yishang_risk (
                %(names)s, company_id, state, user_id, date_start,
                create_uid, create_date, write_uid, write_date
            )
            SELECT %(fresh_names)s, %(company)s, 'open', fresh.owner_id, %(today)s,
                %(uid)s, %(now)s, %(uid)s, %(now)s
            FROM (%(fresh)s) fresh
            WHERE NOT EXISTS (
                SELECT FROM crm_yishang_risk known
                WHERE known.partner_id = fresh.partner_id
                    AND known.company_id = %(company)s
                    AND (known.state IN ('open', 'working')
                        OR known.is_decided AND known.date_end > %(rested)s)
            )
            """,
            names=SQL(", ").join(names),
            fresh_names=SQL(", ").join(SQL("fresh.%s", name) for name in names),
            company=self.env.company.id,
            today=today,
            rested=fields.Date.subtract(today, days=rest),
            uid=self.env.uid,
            now=self.env.cr.now(),
            fresh=fresh,
        )

    @api.model
    def _sql_close(self, first, last):
        """Return the statement that closes what is over: saved, or not to be saved."""
        return SQL(
            """
            UPDATE crm_yishang_risk risk SET date_end = %(today)s,
                state = CASE WHEN customer.active AND customer.yishang_is_customer
                    AND customer.user_id IS NOT NULL
                    AND customer.yishang_lifecycle IS DISTINCT FROM 'lost'
                    THEN 'saved' ELSE 'lost' END,
                write_uid = %(uid)s, write_date = %(now)s
            FROM res_partner customer
            WHERE customer.id = risk.partner_id AND risk.company_id = %(company)s
                AND risk.partner_id > %(first)s AND risk.partner_id <= %(last)s
                AND risk.state IN ('open', 'working')
                AND NOT EXISTS (
                    SELECT FROM crm_yishang_risk_found found
                    WHERE found.partner_id = risk.partner_id
                )
            """,
            today=self.env.company._yishang_get_day(),
            uid=self.env.uid,
            now=self.env.cr.now(),
            company=self.env.company.id,
            first=first,
            last=last,
        )
