from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangCustomerFiguresMixin(models.AbstractModel):
    """What the customer form shows at a glance, and where its buttons lead."""

    _name = "crm.yishang.customer.figures.mixin"
    _description = "Key Figures of a Customer"

    yishang_map_url = fields.Char(
        string="Map",
        compute="_compute_yishang_map_url",
        help="Opens the address on a map.",
    )
    yishang_amount_ordered = fields.Monetary(
        string="Ordered",
        currency_field="yishang_figures_currency_id",
        compute="_compute_yishang_sales",
        help="Confirmed orders with tax, in the currency of your company.",
    )
    yishang_amount_quoted = fields.Monetary(
        string="Open Quotations",
        currency_field="yishang_figures_currency_id",
        compute="_compute_yishang_sales",
        help="Quotations that are neither confirmed nor cancelled, with tax.",
    )
    yishang_amount_expected = fields.Monetary(
        string="Open Opportunities",
        currency_field="yishang_figures_currency_id",
        compute="_compute_yishang_opportunities",
        help="Expected revenue of opportunities that are neither won nor lost.",
    )
    yishang_figures_currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_yishang_figures_currency_id",
        export_string_translation=False,
    )

    @api.model
    def _yishang_get_figure_names(self):
        """Return the fields of the figures the user may see, in their order."""
        names = []
        if self.env["sale.order"].has_access("read"):
            names += ["yishang_amount_ordered", "yishang_amount_quoted"]
        if self.env["crm.lead"].has_access("read"):
            names.append("yishang_amount_expected")
        if self.env["sale.order"].has_access("read"):
            names.append("yishang_date_last_order")
        return [*names, "yishang_date_last_contact", "yishang_date_next_contact"]

    @api.depends_context("company")
    def _compute_yishang_figures_currency_id(self):
        self.yishang_figures_currency_id = self.env.company.currency_id

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_sales(self):
        self.yishang_amount_ordered = 0
        self.yishang_amount_quoted = 0
        for customer, state, currency, amount in self._yishang_read_group(
            "sale.order",
            Domain("state", "in", ("draft", "sent", "sale")),
            ["state", "currency_id"],
            ["amount_total:sum"],
        ):
            converted = self._yishang_convert(currency, amount)
            if state != "sale":
                customer.yishang_amount_quoted += converted
                continue
            customer.yishang_amount_ordered += converted

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_opportunities(self):
        self.yishang_amount_expected = 0
        for customer, company, amount in self._yishang_read_group(
            "crm.lead",
            Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending"),
            ["company_id"],
            ["expected_revenue:sum"],
        ):
            currency = (company or self.env.company).currency_id
            customer.yishang_amount_expected += self._yishang_convert(currency, amount)

    def _yishang_read_group(self, model, domain, groupby, aggregates):
        """Return the groups of documents the user may see, by customer of ``self``."""
        documents = self.env[model]
        if not self.ids or not documents.has_access("read"):
            return []
        return documents._read_group(
            Domain("yishang_customer_id", "in", self.ids) & domain,
            ["yishang_customer_id", *groupby],
            aggregates,
        )

    @api.model
    def _yishang_convert(self, currency, amount):
        company = self.env.company
        today = fields.Date.context_today(self)
        return currency._convert(amount, company.currency_id, company, today)

    @api.depends("street", "city", "state_id", "country_id")
    def _compute_yishang_map_url(self):
        for partner in self:
            place = partner._yishang_get_place()
            if not place:
                partner.yishang_map_url = False
            elif partner.country_id.code in (False, "CN"):
                # Maps of the mainland are shifted: foreign services miss the spot.
                query = urlencode({"keyword": place, "src": "crm_yishang"})
                partner.yishang_map_url = f"https://uri.amap.com/search?{query}"
            else:
                query = urlencode({"query": f"{place} {partner.country_id.name}"})
                partner.yishang_map_url = (
                    f"https://www.openstreetmap.org/search?{query}"
                )

    def _yishang_get_place(self):
        """Return province, city and street as one writes them in China."""
        self.ensure_one()
        parts = (self.state_id.name, self.city, self.street)
        return "".join(filter(None, parts))

    def action_yishang_view_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        return {
            **action,
            "domain": [("yishang_customer_id", "=", self.id), ("state", "=", "sale")],
            "context": {"default_partner_id": self.id},
        }

    def action_yishang_view_quotations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_quotations")
        return {
            **action,
            "domain": [
                ("yishang_customer_id", "=", self.id),
                ("state", "in", ("draft", "sent")),
            ],
            "context": {"default_partner_id": self.id},
        }

    def action_yishang_view_opportunities(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm.crm_lead_opportunities"
        )
        return {
            **action,
            "domain": [
                ("yishang_customer_id", "=", self.id),
                ("type", "=", "opportunity"),
            ],
            "context": {
                "default_partner_id": self.id,
                "default_type": "opportunity",
                "search_default_filter_ongoing": 1,
                "active_test": False,
            },
        }

    def action_yishang_new_opportunity(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Opportunity"),
            "res_model": "crm.lead",
            "view_mode": "form",
            "context": {"default_partner_id": self.id, "default_type": "opportunity"},
        }

    def action_yishang_new_order(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Sales Order"),
            "res_model": "sale.order",
            "view_mode": "form",
            "context": {"default_partner_id": self.id},
        }

    def action_yishang_view_files(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Files"),
            "res_model": "ir.attachment",
            "view_mode": "kanban,list,form",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }
