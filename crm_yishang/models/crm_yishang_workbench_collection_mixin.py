from odoo import api, models
from odoo.fields import Domain

LEADER = "crm_yishang.crm_yishang_group_leader"
REPORT = "crm.yishang.receivable.report"
# People on the workbench; the report shows all.
PEOPLE_LIMIT = 10


class CrmYishangWorkbenchCollectionMixin(models.AbstractModel):
    """What is to be collected: the own instalments, and what is late by person."""

    _name = "crm.yishang.workbench.collection.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Collection on the Workbench"

    @api.model
    def _get_collection_tiles(self):
        """Return the instalments of the own customers that are due or overdue."""
        instalments = self.env["crm.yishang.instalment"]
        if not instalments.has_access("read"):
            return []
        own = Domain("yishang_scope_key", "=", self.env.uid)
        days = self.env.company.sudo().yishang_collection_days
        return [
            self._get_count_tile(
                "instalments_due",
                self.env._("Instalments due"),
                instalments._name,
                own & instalments._get_due_domain(days),
            ),
            self._get_count_tile(
                "instalments_overdue",
                self.env._("Instalments overdue"),
                instalments._name,
                own & instalments._get_overdue_domain(),
                True,
            ),
        ]

    @api.model
    def _get_collection_section(self):
        """Return what is overdue by owner, the largest amount first, for leaders."""
        report = self.env[REPORT]
        if not self.env.user.has_group(LEADER) or not report.has_access("read"):
            return None
        late = Domain("kind", "=", "instalment") & Domain("amount_overdue", ">", 0)
        groups = report._read_group(
            late,
            ["owner_id"],
            ["amount_overdue:sum", "amount_old:sum"],
            order="amount_overdue:sum DESC",
            limit=PEOPLE_LIMIT,
        )
        if not groups:
            return None
        return {
            "title": self.env._("Receivables overdue"),
            "tiles": [],
            "table": {
                "columns": [
                    self.env._("Owner"),
                    self.env._("Overdue"),
                    self.env._("Over 90 Days"),
                ],
                "rows": [self._get_late_row(*group) for group in groups],
            },
        }

    @api.model
    def _get_late_row(self, owner, overdue, old):
        instalments = self.env["crm.yishang.instalment"]
        # Without owner: the customers of the public pool.
        key = Domain("yishang_scope_key", "=", owner.id)
        domain = key if owner else Domain("yishang_scope_key", "<=", 0)
        name = owner.name or self.env._("Public pool")
        return {
            "cells": [name, self._format_amount(overdue), self._format_amount(old)],
            "action": self._get_action(
                instalments._name, domain & instalments._get_overdue_domain(), name
            ),
        }
