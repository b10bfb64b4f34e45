from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import date_utils

# Rows of the lists on the workbench.
LIST_LIMIT = 5


class CrmYishangWorkbench(models.AbstractModel):
    """The figures the application opens with; each leads to its records."""

    _name = "crm.yishang.workbench"
    _inherit = [
        "crm.yishang.workbench.collection.mixin",
        "crm.yishang.workbench.duplicate.mixin",
        "crm.yishang.workbench.instruction.mixin",
        "crm.yishang.workbench.receipt.mixin",
        "crm.yishang.workbench.revision.mixin",
        "crm.yishang.workbench.team.mixin",
    ]
    _description = "Workbench"

    @api.model
    @api.readonly
    def get_data(self):
        """Return what the workbench of the current user shows.

        :return: ``{"sections": [{"title", "tiles": [tile], "table": table or False}],
            "can_create", "can_record": whether the user may enter customers and
            contacts with them}``, where a tile is
            ``{"key", "label", "text", "is_alert", "action"}`` and a table is
            ``{"columns": [label], "rows": [{"cells": [text], "action"}]}``; an action
            is one for the client, or False
        """
        sections = [
            self._get_unread_section(),
            self._get_today_section(),
            self._get_team_section(),
            self._get_collection_section(),
        ]
        if self.env["res.partner"]._yishang_user_owns():
            sections.append(self._get_month_section())
        if self.env["crm.lead"].has_access("read"):
            sections.append(self._get_funnel_section())
            sections.append(self._get_opportunity_section())
        return {
            "sections": [section for section in sections if section],
            "can_create": self.env["res.partner"].has_access("create"),
            "can_record": self.env["crm.yishang.visit"].has_access("create"),
        }

    @api.model
    def _get_today_section(self):
        today = fields.Date.context_today(self)
        activities = Domain("user_id", "=", self.env.uid) & Domain(
            "date_deadline", "<=", today
        )
        owns = self.env["res.partner"]._yishang_user_owns()
        customers = self._get_own_tiles() if owns else [self._get_all_tile()]
        tiles = [
            *self._get_instruction_tiles(),
            *self._get_receipt_tiles(),
            *(self._get_collection_tiles() if owns else []),
            *self._get_revision_tiles(),
            *self._get_duplicate_tiles(),
            self._get_count_tile(
                "activities",
                self.env._("Activities due"),
                "mail.activity",
                activities,
                True,
            ),
            *customers,
        ]
        return {"title": self.env._("Today"), "tiles": tiles, "table": False}

    @api.model
    def _get_all_tile(self):
        """Return the figure of whoever looks at customers without holding any."""
        customers = Domain("yishang_is_customer", "=", True)
        return self._get_count_tile(
            "customers", self.env._("Customers"), "res.partner", customers
        )

    @api.model
    def _get_own_tiles(self):
        # The key of an own customer, which the indexes begin with.
        own = Domain("yishang_scope_key", "=", self.env.uid)
        mine = Domain("yishang_is_customer", "=", True) & own
        partners = self.env["res.partner"]
        due = own & partners._yishang_get_due_domain()
        silent = own & partners._yishang_get_silent_domain()
        pool = Domain("yishang_is_customer", "=", True) & Domain("user_id", "=", False)
        return [
            self._get_count_tile(
                "due", self.env._("Follow-ups due"), "res.partner", due, True
            ),
            self._get_count_tile(
                "silent",
                self.env._("Silent for too long"),
                "res.partner",
                silent,
            ),
            self._get_count_tile(
                "reclaim",
                self.env._("About to go into the pool"),
                "res.partner",
                own & partners._yishang_get_reclaim_domain(),
                True,
            ),
            self._get_count_tile(
                "mine", self.env._("My customers"), "res.partner", mine
            ),
            self._get_count_tile(
                "pool", self.env._("Public pool"), "res.partner", pool
            ),
        ]

    @api.model
    def _get_month_section(self):
        today = fields.Date.context_today(self)
        start = date_utils.start_of(today, "month")
        customers = (
            Domain("yishang_is_customer", "=", True)
            & Domain("user_id", "=", self.env.uid)
            & Domain("create_date", ">=", start)
        )
        tiles = [
            self._get_count_tile(
                "new_customers", self.env._("New customers"), "res.partner", customers
            )
        ]
        if self.env["sale.order"].has_access("read"):
            mine = Domain("user_id", "=", self.env.uid)
            quotations = mine & Domain("state", "in", ("draft", "sent"))
            orders = (
                mine & Domain("state", "=", "sale") & Domain("date_order", ">=", start)
            )
            tiles += [
                self._get_count_tile(
                    "quotations",
                    self.env._("Open quotations"),
                    "sale.order",
                    quotations,
                ),
                self._get_count_tile(
                    "orders", self.env._("Orders"), "sale.order", orders
                ),
                {
                    "key": "amount",
                    "label": self.env._("Order amount"),
                    "text": self._format_amount(self._get_order_amount(orders)),
                    "is_alert": False,
                    "action": self._get_action(
                        "sale.order", orders, self.env._("Orders")
                    ),
                },
            ]
        return {"title": self.env._("This month"), "tiles": tiles, "table": False}

    @api.model
    def _get_funnel_section(self):
        mine = self._get_open_opportunities()
        groups = self.env["crm.lead"]._read_group(
            mine, ["stage_id"], ["__count", "expected_revenue:sum"]
        )
        rows = [
            {
                "cells": [
                    stage.name or self.env._("No stage"),
                    str(count),
                    self._format_amount(revenue),
                ],
                "action": self._get_action(
                    "crm.lead", mine & Domain("stage_id", "=", stage.id), stage.name
                ),
            }
            for stage, count, revenue in groups
        ]
        return {
            "title": self.env._("My funnel"),
            "tiles": [],
            "table": {
                "columns": [
                    self.env._("Stage"),
                    self.env._("Opportunities"),
                    self.env._("Expected revenue"),
                ],
                "rows": rows,
            },
        }

    @api.model
    def _get_opportunity_section(self):
        leads = self.env["crm.lead"].search_fetch(
            self._get_open_opportunities(),
            ["name", "partner_id", "expected_revenue"],
            order="expected_revenue DESC, id DESC",
            limit=LIST_LIMIT,
        )
        rows = [
            {
                "cells": [
                    lead.name,
                    lead.partner_id.display_name or "",
                    self._format_amount(lead.expected_revenue),
                ],
                "action": {
                    "type": "ir.actions.act_window",
                    "res_model": "crm.lead",
                    "res_id": lead.id,
                    "views": [[False, "form"]],
                },
            }
            for lead in leads
        ]
        return {
            "title": self.env._("Largest open opportunities"),
            "tiles": [],
            "table": {
                "columns": [
                    self.env._("Opportunity"),
                    self.env._("Customer"),
                    self.env._("Expected revenue"),
                ],
                "rows": rows,
            },
        }

    @api.model
    def _get_open_opportunities(self):
        return (
            Domain("type", "=", "opportunity")
            & Domain("user_id", "=", self.env.uid)
            & Domain("won_status", "=", "pending")
        )

    @api.model
    def _get_order_amount(self, domain):
        """Return the orders' total with tax, in the currency of the company."""
        company = self.env.company
        today = fields.Date.context_today(self)
        groups = self.env["sale.order"]._read_group(
            domain, ["currency_id"], ["amount_total:sum"]
        )
        return sum(
            currency._convert(amount, company.currency_id, company, today)
            for currency, amount in groups
        )
