from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

FIGURES = ("reached", "opened", "clicked", "answered", "ordered")


class CrmYishangSegmentEffectMixin(models.AbstractModel):
    """What mailings to a segment brought, in customers the user sees."""

    _name = "crm.yishang.segment.effect.mixin"
    _description = "Effect of Mailings to a Segment"

    effect_days = fields.Integer(
        string="Ordered within Days",
        default=30,
        help="An order confirmed as long after a mailing counts as its effect.",
    )
    reached = fields.Integer(
        compute="_compute_effect", help="Customers that got at least one mailing."
    )
    opened = fields.Integer(compute="_compute_effect")
    clicked = fields.Integer(compute="_compute_effect")
    answered = fields.Integer(compute="_compute_effect")
    ordered = fields.Integer(
        string="Ordered Soon After",
        compute="_compute_effect",
        help="Customers with a confirmed order soon after a mailing.",
    )

    _check_effect_days = models.Constraint(
        "CHECK (effect_days > 0)", "An effect takes at least a day."
    )

    @api.depends("effect_days")
    @api.depends_context("uid")
    def _compute_effect(self):
        figures = self._fetch_effect()
        for segment in self:
            values = figures.get(segment._origin.id, (0,) * len(FIGURES))
            segment.update(dict(zip(FIGURES, values, strict=True)))

    def _fetch_effect(self):
        """Return ``{segment id: figures}`` in the order of ``FIGURES``.

        One statement for all segments. Raw SQL: distinct customers under conditions on
        other tables are nothing the ORM groups by.
        """
        if not self.ids:
            return {}
        # sudo: leaders are no mailing users; the policy narrows.
        traces = self.env["mailing.trace"].sudo()
        self.env.flush_all()
        query = traces._search(
            Domain("mass_mailing_id.yishang_segment_id", "in", self.ids)
            & Domain("is_test_trace", "!=", True)
            & Domain("yishang_customer_id", "!=", False)
            & Domain("trace_status", "in", ("pending", "sent", "open", "reply"))
            & traces._get_visible_domain("read")
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT mailing.yishang_segment_id,
                    COUNT(DISTINCT customer),
                    COUNT(DISTINCT customer)
                        FILTER (WHERE trace_status IN ('open', 'reply')),
                    COUNT(DISTINCT customer)
                        FILTER (WHERE links_click_datetime IS NOT NULL),
                    COUNT(DISTINCT customer) FILTER (WHERE trace_status = 'reply'),
                    COUNT(DISTINCT customer) FILTER (WHERE %(ordered)s)
                FROM (
                    SELECT trace.*, trace.yishang_customer_id AS customer
                    FROM mailing_trace trace WHERE trace.id IN %(traces)s
                ) trace
                JOIN mailing_mailing mailing ON mailing.id = trace.mass_mailing_id
                JOIN crm_yishang_segment segment
                    ON segment.id = mailing.yishang_segment_id
                GROUP BY mailing.yishang_segment_id
                """,
                ordered=self._sql_ordered(),
                traces=query.subselect(),
            )
        )
        return {segment_id: figures for segment_id, *figures in rows}

    @api.model
    def _sql_ordered(self):
        """Return whether the customer of ``trace`` ordered soon after it.

        Orders are visible as their customers are, and these are cut already; those of
        other companies are left out.
        """
        return SQL(
            """
            EXISTS (
                SELECT FROM sale_order bought
                WHERE bought.yishang_customer_id = trace.customer
                    AND bought.state = 'sale'
                    AND bought.company_id = ANY(%s)
                    AND bought.date_order >= trace.sent_datetime
                    AND bought.date_order
                        < trace.sent_datetime + segment.effect_days * INTERVAL '1 day'
            )
            """,
            self.env.companies.ids,
        )
