from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.supervision import Measure, Ratio, Source


class CrmYishangSupervisionSourceMixin(models.AbstractModel):
    """What supervision counts; later features add their source here."""

    _name = "crm.yishang.supervision.source.mixin"
    _description = "Figures of Supervision"

    @api.model
    def _get_sources(self):
        """Return the kinds of records that are counted, as a list of ``Source``."""
        return [
            self._get_visit_source(),
            self._get_customer_source(),
            self._get_lead_source(),
            self._get_order_source(),
            self._get_receipt_source(),
            self._get_instruction_source(),
        ]

    @api.model
    def _get_ratios(self):
        """Return the figures made of others, as ``{key they stand behind: Ratio}``."""
        delay = Ratio(
            "record_delay", self.env._("Recorded After (h)"), "delay_total", "contacts"
        )
        return {"contacts": delay}

    @api.model
    def _get_visit_source(self):
        kinds = self._get_categories_by_kind()
        done = Domain("state", "=", "done")
        on_site = Domain("category_id", "in", kinds.get("visit", []))
        planned = Domain("state", "=", "planned")
        today = self.env.company._yishang_get_day()
        counted = {
            kind: done & Domain("category_id", "in", kinds.get(kind, []))
            for kind in ("reception", "call", "message")
        }
        measures = (
            Measure(
                "visits_planned",
                self.env._("Visits Planned"),
                on_site & (planned | Domain("date_planned_start", "!=", False)),
                is_main=True,
            ),
            Measure(
                "visits_done",
                self.env._("Visits Done"),
                on_site & done,
                is_main=True,
            ),
            Measure(
                "visits_missed",
                self.env._("Visits Missed"),
                on_site & planned & Domain("day", "<", today),
                is_alert=True,
                is_main=True,
            ),
            Measure(
                "visits_located",
                self.env._("Visits Located"),
                on_site & done & Domain("check_in_status", "=", "located"),
            ),
            Measure("receptions", self.env._("Receptions"), counted["reception"]),
            Measure("calls", self.env._("Calls"), counted["call"], is_main=True),
            Measure("messages", self.env._("Messages"), counted["message"]),
            Measure("contacts", self.env._("All Contacts"), done),
            Measure(
                "delay_total",
                "",
                done,
                "float",
                SQL("SUM(crm_yishang_visit.record_delay)"),
                is_hidden=True,
            ),
        )
        return Source(
            "visits",
            self.env._("Contact Record"),
            "crm.yishang.visit",
            "user_id",
            "day",
            measures,
            Domain("state", "!=", "cancelled"),
            department="department_id",
            subject="subject",
        )

    @api.model
    def _get_customer_source(self):
        return Source(
            "customers",
            self.env._("New Customer"),
            "res.partner",
            "create_uid",
            "create_date",
            (Measure("new_customers", self.env._("New Customers"), is_main=True),),
            Domain("yishang_is_customer", "=", True) & Domain("active", "=", True),
            customer="yishang_customer_id",
            subject="",
        )

    @api.model
    def _get_lead_source(self):
        return Source(
            "leads",
            self.env._("New Opportunity"),
            "crm.lead",
            "create_uid",
            "create_date",
            (Measure("opportunities", self.env._("New Opportunities")),),
            Domain("type", "=", "opportunity"),
        )

    @api.model
    def _get_order_source(self):
        measures = (
            Measure("orders", self.env._("Orders"), is_main=True),
            Measure(
                "order_amount",
                self.env._("Order Amount"),
                kind="monetary",
                aggregate=SQL("SUM(%s)", self._sql_order_amount()),
                is_main=True,
            ),
        )
        return Source(
            "orders",
            self.env._("Sales Order"),
            "sale.order",
            "user_id",
            "date_order",
            measures,
            Domain("state", "=", "sale"),
        )

    @api.model
    def _get_receipt_source(self):
        """Receipts count for whoever took the money, refunds against them."""
        table = "crm_yishang_receipt"
        amount = self._sql_convert(table, SQL.identifier(table, "amount_company"))
        measures = (
            Measure("receipts", self.env._("Receipts")),
            Measure(
                "receipt_amount",
                self.env._("Receipt Amount"),
                kind="monetary",
                aggregate=SQL("SUM(%s)", amount),
                is_main=True,
            ),
        )
        return Source(
            "receipts",
            self.env._("Receipt"),
            "crm.yishang.receipt",
            "user_id",
            "date",
            measures,
            Domain("state", "=", "confirmed"),
        )

    @api.model
    def _get_instruction_source(self):
        unread = Domain("state", "=", "new")
        unanswered = Domain("state", "in", ("new", "read")) & Domain(
            "needs_reply", "=", True
        )
        return Source(
            "instructions",
            self.env._("Instruction"),
            "crm.yishang.instruction",
            "recipient_id",
            "create_date",
            (
                Measure(
                    "instructions_unread",
                    self.env._("Instructions Unread"),
                    unread,
                    is_alert=True,
                    is_main=True,
                ),
                Measure(
                    "instructions_unanswered",
                    self.env._("Instructions Unanswered"),
                    unanswered,
                    is_alert=True,
                ),
            ),
            # Few wait; all that ever were would be read otherwise.
            Domain("state", "in", ("new", "read")),
            on_timeline=False,
        )

    @api.model
    def _get_categories_by_kind(self):
        groups = (
            self.env["crm.yishang.contact.category"]
            .with_context(active_test=False)
            ._read_group([], ["kind"], ["id:array_agg"])
        )
        return dict(groups)

    @api.model
    def _sql_order_amount(self):
        """Return the total of an order with tax, in the currency of the company.

        The rate of the order leads to the currency of its own company, that of today
        from there to the one whose figures these are.
        """
        amount = SQL(
            "sale_order.amount_total"
            " / COALESCE(NULLIF(sale_order.currency_rate, 0), 1)::numeric"
        )
        return self._sql_convert("sale_order", amount)

    @api.model
    def _sql_convert(self, table, amount):
        """Return an amount in the currency of the company whose figures these are.

        :param amount: expression in the currency of the document's own company
        """
        company, rates = self.env.company, SQL("")
        for other in self.env.companies - company:
            rate = self.env["res.currency"]._get_conversion_rate(
                other.currency_id, company.currency_id, company
            )
            rates = SQL("%s WHEN %s THEN %s::numeric", rates, other.id, rate)
        if self.env.companies <= company:
            return amount
        return SQL(
            "%s * CASE %s %s ELSE 1 END",
            amount,
            SQL.identifier(table, "company_id"),
            rates,
        )
