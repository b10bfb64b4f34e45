from odoo import api, models


class CrmYishangWorkbench(models.AbstractModel):
    """The figures the application opens with; each leads to its records."""

    _name = "crm.yishang.workbench"
    _inherit = [
        "crm.yishang.workbench.contract.mixin",
        "crm.yishang.workbench.collection.mixin",
        "crm.yishang.workbench.duplicate.mixin",
        "crm.yishang.workbench.funnel.mixin",
        "crm.yishang.workbench.handover.mixin",
        "crm.yishang.workbench.instruction.mixin",
        "crm.yishang.workbench.marketing.mixin",
        "crm.yishang.workbench.ranking.mixin",
        "crm.yishang.workbench.receipt.mixin",
        "crm.yishang.workbench.region.mixin",
        "crm.yishang.workbench.revision.mixin",
        "crm.yishang.workbench.risk.mixin",
        "crm.yishang.workbench.service.mixin",
        "crm.yishang.workbench.start.mixin",
        "crm.yishang.workbench.target.mixin",
        "crm.yishang.workbench.team.mixin",
        "crm.yishang.workbench.today.mixin",
        "crm.yishang.workbench.trend.mixin",
        "crm.yishang.workbench.value.mixin",
    ]
    _description = "Workbench"

    @api.model
    @api.readonly
    def get_data(self):
        """Return what the workbench of the current user shows, in that order.

        Roles combine: each adds its sections. The number of statements depends on the
        roles, not on the data.

        :return: ``{"sections": [section], "buttons": [{"key", "label", "icon",
            "action"}], "start": what to do first or None}``. A section is ``{"key",
            "title", "is_wide", "notes": [{"key", "sender", "kind", "text", "about",
            "action"}], "tiles": [tile], "table": table or False, "chart": chart or
            False, "more": action or False}``; a tile ``{"key", "label", "text",
            "is_alert", "action"}``, with "goal" and, if there is one, "percent",
            "percent_text", and with "note"; a table ``{"columns": [label], "rows":
            [{"key", "cells": [text], "action", "alerts": [index], "actions": {index:
            action}}], "texts": number of columns that are no figures,
            "empty": text}``; a chart ``{"kind": "funnel", "line",
            "bars" or "curve", "labels", "datasets": [{"label", "data",
            "actions"}]}``. An action is one for the client, or False
        """
        is_seller = self._is_seller()
        sections = [
            self._get_unread_section(),
            self._get_today_section(is_seller),
            *self._get_team_sections(),
            *([self._get_plan_section()] if is_seller else []),
            *([self._get_month_section()] if is_seller else []),
            *self._get_marketing_sections(),
            *self._get_risk_sections(is_seller),
            *self._get_funnel_sections(is_seller),
            self._get_case_section(),
            self._get_agent_section(),
            self._get_waiting_section(),
            self._get_expected_section(),
        ]
        return {
            "sections": [section for section in sections if section],
            "buttons": self._get_buttons(),
            "start": self._get_start(is_seller),
        }

    @api.model
    def _get_today_section(self, is_seller):
        """Return what waits for the user: to read, to decide, to do."""
        owns = self.env["res.partner"]._yishang_user_owns()
        own = []
        if is_seller:
            own = [*self._get_own_tiles(), *self._get_collection_tiles()]
        decisions = self._get_approval_tiles()
        # A salesperson decides on little, and is only told of contracts that end.
        first, then = (decisions, own) if self._is_leader() else (own, decisions)
        tiles = [
            *self._get_reading_tiles(),
            *first,
            *then,
            *self._get_service_tiles(),
            *self._get_receipt_tiles(),
            *self._keep_filled([self._get_activity_tile()]),
            *([] if owns else [self._get_all_tile()]),
        ]
        return self._make_section(
            "today", self.env._("Today"), is_wide=True, tiles=tiles
        )

    @api.model
    def _get_approval_tiles(self):
        """Return what waits for a decision of the user, as far as there is anything."""
        return self._keep_filled(
            [
                *self._get_handover_tiles(),
                *self._get_revision_tiles(),
                *self._get_contract_tiles(),
                *self._get_duplicate_tiles(),
            ]
        )

    @api.model
    def _get_team_sections(self):
        """Return what whoever has people below looks at: by person, or by region.

        Report viewers without people see what the regions in charge sold.
        """
        if not self._has_people():
            return [self._get_trend_section()] if self._is_report_viewer() else []
        people = self._get_people_now()
        month = self._get_month()
        sums = (
            self._fetch_orders(*month),
            self._fetch_receipts(*month),
            self._fetch_late(),
        )
        (orders, receipts, late), by_region = zip(*sums, strict=True)
        ranking = self._get_ranking_section(people, orders, receipts)
        collection = self._get_collection_section(late)
        units = self._get_unit_section()
        if not self._is_region_role():
            return [
                self._get_team_section(people),
                ranking,
                units,
                collection,
                *self._get_value_sections(),
            ]
        return [
            self._get_region_section(people, *by_region),
            self._get_trend_section(),
            ranking,
            units,
            collection,
            *self._get_value_sections(),
        ]

    @api.model
    def _get_funnel_sections(self, is_seller):
        """Return the funnel of whoever sells or has people who do."""
        if not (is_seller or self._has_people()):
            return []
        if not self.env["crm.lead"].has_access("read"):
            return []
        return [self._get_funnel_section(), self._get_opportunity_section()]
