from odoo import api, models
from odoo.fields import Domain

REPORT = "crm.yishang.receivable.report"
# People on the workbench; the report shows all.
PEOPLE_LIMIT = 10


class CrmYishangWorkbenchCollectionMixin(models.AbstractModel):
    """What is to be collected: the own instalments, and what is late by person."""

    _name = "crm.yishang.workbench.collection.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.role.mixin",
    ]
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
    def _fetch_late(self):
        """Return what is overdue on the customers in sight.

        :return: list of (owner, region, overdue, of that for over 90 days)
        """
        report = self.env[REPORT]
        if not report.has_access("read"):
            return []
        late = Domain("kind", "=", "instalment") & Domain("amount_overdue", ">", 0)
        return report._read_group(
            late,
            ["owner_id", "yishang_scope_region_id"],
            ["amount_overdue:sum", "amount_old:sum"],
        )

    @api.model
    def _get_collection_section(self, late):
        """Return what is overdue by owner, the largest amount first, or None.

        :param late: see `_fetch_late`
        """
        sums = {}
        for owner, _region, overdue, old in late:
            before = sums.get(owner, (0, 0))
            sums[owner] = (before[0] + overdue, before[1] + (old or 0))
        if not sums:
            return None
        largest = sorted(sums.items(), key=lambda item: -item[1][0])[:PEOPLE_LIMIT]
        return self._make_section(
            "late",
            self.env._("Receivables overdue"),
            table=self._make_table(
                [
                    self.env._("Owner"),
                    self.env._("Overdue"),
                    self.env._("Over 90 Days"),
                ],
                [self._get_late_row(owner, *amounts) for owner, amounts in largest],
                "",
            ),
            more="crm_yishang.crm_yishang_receivable_report_action",
        )

    @api.model
    def _get_late_row(self, owner, overdue, old):
        instalments = self.env["crm.yishang.instalment"]
        # Without owner: the customers of the public pool.
        key = Domain("yishang_scope_key", "=", owner.id)
        domain = key if owner else Domain("yishang_scope_key", "<=", 0)
        # sudo: the name of a colleague.
        name = owner.sudo().name or self.env._("Public pool")
        return self._make_row(
            owner.id or 0,
            [name, self._format_amount(overdue), self._format_amount(old)],
            self._get_action(
                instalments._name, domain & instalments._get_overdue_domain(), name
            ),
            [1] if overdue else (),
        )
