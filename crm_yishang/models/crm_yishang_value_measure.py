from odoo import api, fields, models
from odoo.tools import SQL, sql

from ..tools.value_bases import CHARACTERISTICS, CUSTOMERS, ORDERS, TRANSACTIONS
from ..tools.value_bases_work import CONTACT, FINANCE, SERVICE
from .crm_yishang_value_indicator import KNOWN

# Customers measured in one transaction, which locks nobody out. For each part of the
# customers documents are read whole: in smaller parts each costs half as much again.
BATCH = 250_000
# What is prepared for a batch, in this order: name, query, column that is joined by.
BASES = (
    ("order", ORDERS, "customer_id"),
    ("characteristics", CHARACTERISTICS, "id"),
    ("transactions", TRANSACTIONS, "id"),
    ("finance", FINANCE, "id"),
    ("contact", CONTACT, "id"),
    ("service", SERVICE, "id"),
)
READ = (
    "crm.lead",
    "crm.yishang.contract",
    "crm.yishang.instalment",
    "crm.yishang.receipt",
    "crm.yishang.service.case",
    "crm.yishang.visit",
    "res.partner",
    "sale.order",
    "sale.order.line",
)


class CrmYishangValueMeasure(models.AbstractModel):
    """Measures all indicators of many customers at once.

    Raw SQL: each aspect is prepared once for a batch, and each indicator is one
    expression over that. What was measured stays until the next run of the company, for
    explanations: ``crm_yishang_value_detail``, a row of numbers for each customer.
    """

    _name = "crm.yishang.value.measure"
    _description = "Measuring Indicators"

    def init(self):
        if not sql.table_exists(self.env.cr, "crm_yishang_value_detail"):
            self.env.cr.execute(
                """
                CREATE TABLE crm_yishang_value_detail (
                    run_id int4, partner_id int4, figures float8[],
                    revenue numeric, orders int4, frequency int4, silence int4,
                    PRIMARY KEY (run_id, partner_id)
                )
                """
            )

    @api.model
    def _measure(self, run, size=None):
        """Measure the next customers of a run.

        :return: (number of customers, id of the last one), or None at the end
        """
        self._flush()
        last = self._find_last(run, size or BATCH)
        if not last:
            return None
        parameters = self._get_parameters(run)
        self._prepare(run, parameters, last)
        self.env.cr.execute(self._sql_insert(run, parameters))
        return self.env.cr.rowcount, last

    @api.model
    def _flush(self):
        for name in READ:
            self.env[name].flush_model()

    @api.model
    def _find_last(self, run, size):
        """Return the id at which a batch ends, without what its company leaves out."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT max(id) FROM (
                    SELECT partner.id FROM res_partner partner
                    WHERE partner.id > %s AND partner.yishang_is_customer
                        AND partner.active
                    ORDER BY partner.id LIMIT %s
                ) part
                """,
                run.last_id,
                size,
            )
        )
        return rows[0][0]

    @api.model
    def _get_parameters(self, run):
        """Return what the queries of the bases name."""
        company, day = run.company_id, run.date
        return {
            "company": company.id,
            "currency": company.currency_id.id,
            "key": str(company.id),
            "day": SQL("%s::date", day),
            "year_day": SQL("%s::date", fields.Date.subtract(day, years=1)),
            "before_day": SQL("%s::date", fields.Date.subtract(day, years=2)),
            **{
                name: SQL("%s::timestamp", company._yishang_get_start(moment))
                for name, moment in {
                    "until": fields.Date.add(day, days=1),
                    "quarter": fields.Date.subtract(day, days=89),
                    "year": fields.Date.subtract(day, years=1),
                    "before": fields.Date.subtract(day, years=2),
                }.items()
            },
        }

    @api.model
    def _prepare(self, run, parameters, last):
        """Prepare the rows of the customers up to an id, of all aspects."""
        own = [
            SQL(
                "partner.%s AS %s",
                SQL.identifier(one["field"]),
                SQL.identifier(f"own_{one['field']}"),
            )
            for one in {
                one["field"]: one for one in run._get_indicators() if one["field"]
            }.values()
        ]
        customers = SQL(
            CUSTOMERS,
            first=run.last_id,
            last=last,
            is_valued=self._sql_is_valued(run.company_id),
            own=SQL().join(SQL(", %s", column) for column in own),
        )
        self._make_table("customer", customers, "id")
        for name, query, key in BASES:
            self._make_table(name, SQL(query, **parameters), key)

    @api.model
    def _make_table(self, name, query, key):
        table = SQL.identifier(f"crm_yishang_value_{name}")
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS pg_temp.%s", table))
        self.env.cr.execute(
            SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", table, query)
        )
        # Or else the planner takes a batch for a thousand customers.
        self.env.cr.execute(SQL("ANALYZE %s (%s)", table, SQL.identifier(key)))

    @api.model
    def _sql_is_valued(self, company):
        """Return the condition under which a company values the row ``partner``.

        A customer of all companies is valued by those it has documents with and by the
        one of its owner; one nobody holds also by the first company.
        """
        # sudo: how many companies there are is no secret.
        companies = (
            self.env["res.company"].sudo().search([("active", "=", True)], order="id")
        )
        if len(companies) < 2:
            return SQL("COALESCE(partner.company_id, %(id)s) = %(id)s", id=company.id)
        known = SQL(" OR ").join(
            SQL(
                "EXISTS (SELECT FROM %s document WHERE document.company_id = %s"
                " AND document.yishang_customer_id = partner.id)",
                SQL.identifier(self.env[name]._table),
                company.id,
            )
            for name in (
                "sale.order",
                "crm.yishang.contract",
                "crm.yishang.receipt",
                "crm.yishang.service.case",
                "crm.yishang.visit",
            )
        )
        return SQL(
            """
            (partner.company_id = %(id)s OR partner.company_id IS NULL AND (
                COALESCE((
                    SELECT owner.company_id FROM res_users owner
                    WHERE owner.id = partner.user_id
                ), %(first)s) = %(id)s
                OR %(known)s
            ))
            """,
            id=company.id,
            first=companies[0].id,
            known=known,
        )

    @api.model
    def _sql_insert(self, run, parameters):
        figures = SQL(", ").join(
            self._sql_figure(one, parameters) for one in run._get_indicators()
        )
        return SQL(
            """
            INSERT INTO crm_yishang_value_detail
                (run_id, partner_id, figures, revenue, orders, frequency, silence)
            SELECT %(run)s, k.id, ARRAY[%(figures)s]::float8[],
                CASE WHEN f.orders_year > 0 THEN f.revenue_year END,
                COALESCE(t.orders, 0), COALESCE(t.orders_year, 0),
                floor(EXTRACT(EPOCH FROM %(until)s - t.last_order) / 86400)
            FROM crm_yishang_value_customer k
            JOIN crm_yishang_value_characteristics c ON c.id = k.id
            JOIN crm_yishang_value_transactions t ON t.id = k.id
            JOIN crm_yishang_value_finance f ON f.id = k.id
            JOIN crm_yishang_value_contact v ON v.id = k.id
            JOIN crm_yishang_value_service s ON s.id = k.id
            """,
            run=run.id,
            figures=figures,
            until=parameters["until"],
        )

    @api.model
    def _sql_figure(self, indicator, parameters):
        """Return the value of an indicator, to four digits, so that limits are exact.

        Where a shipped one was taken out of the addon nothing is known any more.
        """
        if indicator["field"]:
            names = self.env["crm.yishang.value.indicator"]
            value = names._sql_field(indicator["field"], parameters["day"])
        elif expression := KNOWN.get(indicator["code"]):
            value = SQL(expression, **parameters)
        else:
            return SQL("NULL")
        return SQL("round((%s)::float8 * 10000) / 10000", value)
