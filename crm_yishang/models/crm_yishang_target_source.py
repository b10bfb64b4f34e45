from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL


class CrmYishangTargetSource(models.AbstractModel):
    """What was achieved, counted as supervision counts: by who earned it on the day.

    Raw SQL: a total counts all that was earned, whoever may see each document.
    """

    _name = "crm.yishang.target.source"
    _description = "Results That Targets Are Measured By"

    @api.model
    def _fetch(self, goals):
        """Return what was achieved, one query for each kind and axis.

        :param goals: list of ``Goal``
        :return: list of numbers in the same order; money in the goal's company's
            currency
        """
        results = [0] * len(goals)
        groups = {}
        for index, goal in enumerate(goals):
            groups.setdefault((goal.kind, goal.axis), []).append((index, goal))
        if goals:
            self._flush({goal.kind for goal in goals})
        for (kind, axis), group in groups.items():
            source = getattr(self, f"_get_{kind}_source")()
            for index, value in self.env.execute_query(
                self._sql_sum(source, axis, group)
            ):
                results[index] = float(value)
        return results

    @api.model
    def _flush(self, kinds):
        models = {
            "amount": ["sale.order"],
            "receipt": ["crm.yishang.receipt"],
            "customer": ["res.partner"],
            "visit": ["crm.yishang.visit", "crm.yishang.contact.category"],
        }
        for kind in kinds:
            for name in models[kind]:
                self.env[name].flush_model()

    @api.model
    def _sql_sum(self, source, axis, group):
        """Return the query of ``index, value`` of goals of one kind and axis."""
        rows = [
            (index, key, goal.company_id, *self._get_bounds(source, goal))
            for index, goal in group
            for key in goal.keys
        ]
        indexes, keys, companies, firsts, ends = map(
            list, zip(*rows, strict=True) if rows else [()] * 5
        )
        kind = SQL("timestamp[]" if source["is_moment"] else "date[]")
        return SQL(
            """
            SELECT goal.index, %(value)s
            FROM unnest(%(indexes)s::int[], %(keys)s::int[], %(companies)s::int[],
                %(firsts)s::%(kind)s, %(ends)s::%(kind)s)
                AS goal (index, key, company_id, first, end_)
            JOIN %(table)s ON %(column)s = goal.key
                AND %(when)s >= goal.first AND %(when)s < goal.end_
                AND (document.company_id = goal.company_id
                    OR document.company_id IS NULL)
            WHERE %(condition)s
            GROUP BY goal.index
            """,
            value=source["value"],
            indexes=indexes,
            keys=keys,
            companies=companies,
            firsts=firsts,
            ends=ends,
            kind=kind,
            table=source["table"],
            column=source[axis],
            when=source["when"],
            condition=source["condition"],
        )

    @api.model
    def _get_bounds(self, source, goal):
        """Return the first moment, or day, and the first one after the end."""
        end = goal.last + timedelta(days=1)
        if not source["is_moment"]:
            return goal.first, end
        company = self.env["res.company"].browse(goal.company_id)
        return tuple(company._yishang_get_start(day) for day in (goal.first, end))

    @api.model
    def _get_amount_source(self):
        """Confirmed orders with tax, by their salesperson and region of the day."""
        return {
            "table": SQL("sale_order document"),
            "user": SQL("document.user_id"),
            "region": SQL("document.yishang_region_id"),
            "company": SQL("document.company_id"),
            "when": SQL("document.date_order"),
            "is_moment": True,
            "condition": SQL("document.state = 'sale'"),
            "value": SQL(
                "SUM(document.amount_total"
                " / COALESCE(NULLIF(document.currency_rate, 0), 1)::numeric)"
            ),
        }

    @api.model
    def _get_receipt_source(self):
        """Confirmed receipts less refunds, by their handler."""
        return {
            "table": SQL("crm_yishang_receipt document"),
            "user": SQL("document.user_id"),
            "region": SQL("document.region_id"),
            "company": SQL("document.company_id"),
            "when": SQL("document.date"),
            "is_moment": False,
            "condition": SQL("document.state = 'confirmed'"),
            "value": SQL("SUM(document.amount_company)"),
        }

    @api.model
    def _get_customer_source(self):
        """New customers, by who entered them; those of no company count for all."""
        return {
            "table": SQL("res_partner document"),
            "user": SQL("document.create_uid"),
            "region": SQL("document.yishang_region_id"),
            "company": SQL("COALESCE(document.company_id, goal.company_id)"),
            "when": SQL("document.create_date"),
            "is_moment": True,
            "condition": SQL(
                # As the index of who entered them has it.
                "document.yishang_is_customer IS TRUE AND document.active"
            ),
            "value": SQL("COUNT(*)"),
        }

    @api.model
    def _get_visit_source(self):
        """Visits done at the customer, by who made them."""
        return {
            "table": SQL(
                "(SELECT visit.*, category.kind FROM crm_yishang_visit visit"
                " JOIN crm_yishang_contact_category category"
                " ON category.id = visit.category_id) document"
            ),
            "user": SQL("document.user_id"),
            "region": SQL("document.region_id"),
            "company": SQL("document.company_id"),
            "when": SQL("document.day"),
            "is_moment": False,
            "condition": SQL("document.state = 'done' AND document.kind = 'visit'"),
            "value": SQL("COUNT(*)"),
        }
