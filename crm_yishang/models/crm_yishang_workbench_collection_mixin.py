from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

REPORT = "crm.yishang.receivable.report"
# People on the workbench; the report shows all.
PEOPLE_LIMIT = 10


class CrmYishangWorkbenchCollectionMixin(models.AbstractModel):
    """What is to be collected: the own instalments, and what is late by person."""

    _name = "crm.yishang.workbench.collection.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.role.mixin",
        "crm.yishang.workbench.figure.mixin",
    ]
    _description = "Collection on the Workbench"

    @api.model
    def _get_collection_tiles(self):
        """Return the instalments of the own customers that are due or overdue."""
        instalments = self.env["crm.yishang.instalment"]
        if not instalments.has_access("read"):
            return []
        own = Domain("yishang_scope_key", "=", self.env.uid)
        # sudo: settings of the company are the administrator's.
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
        """Return what is overdue on the customers in sight, in the company's currency.

        :return: ``{owner's id, 0 for the pool: amount}, {region id or None: amount}``
        """
        if not self.env["crm.yishang.instalment"].has_access("read"):
            return {}, {}
        parts = self._get_late_parts(self.env.company._yishang_get_day())
        rows = SQL(
            "SELECT GREATEST(late.scope_key, 0) AS owner_id,"
            " late.scope_region_id AS region_id, %s AS amount FROM (%s) late",
            self.env[REPORT]._sql_convert("late", SQL("late.amount")),
            SQL(" UNION ALL ").join(parts),
        )
        return self._fetch_sums(rows, ("owner_id", "region_id"), "amount")

    @api.model
    def _get_late_parts(self, today):
        """Return key, region, rate, company and amount of what is overdue, as SQL.

        The months before this one are added up already; customers opened singly are
        none of theirs. Leaders are told what their people hold.
        """
        people = None
        if not self._is_region_role():
            people = sorted(self.env["crm.yishang.people"]._get_ids() or ())
        month = today.replace(day=1)
        totals = self.env["crm.yishang.due.total"]
        return totals._sql_before(month, people), self._sql_late(month, today, people)

    @api.model
    def _sql_late(self, first, today, people):
        """Return the open instalments due from a day on and before today.

        :param people: ids of owners, None for all in sight
        """
        instalments = self.env["crm.yishang.instalment"]
        domain = (
            instalments._get_open_domain()
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("date_due", ">=", first)
            & Domain("date_due", "<", today)
        )
        if people is not None:
            domain &= Domain("yishang_scope_key", "in", people)
        query = instalments._search(domain)

        def column(name):
            return SQL.identifier(query.table, name)

        return query.select(
            SQL("%s AS scope_key", column("yishang_scope_key")),
            SQL("%s AS scope_region_id", column("yishang_scope_region_id")),
            column("currency_rate"),
            column("company_id"),
            SQL("%s AS amount", column("amount_open")),
        )

    @api.model
    def _get_collection_section(self, sums):
        """Return what is overdue by owner, the largest amount first, or None.

        :param sums: of owners, see `_fetch_late`
        """
        if not sums:
            return None
        largest = sorted(sums.items(), key=lambda item: -item[1])[:PEOPLE_LIMIT]
        users = self.env["res.users"].browse([key for key, _amount in largest if key])
        # sudo: names of colleagues.
        names = {user.id: user.name for user in users.sudo()}
        return self._make_section(
            "late",
            self.env._("Receivables overdue"),
            table=self._make_table(
                [self.env._("Owner"), self.env._("Overdue")],
                [
                    self._get_late_row(key, names.get(key), amount)
                    for key, amount in largest
                ],
                "",
            ),
            more="crm_yishang.crm_yishang_receivable_report_action",
        )

    @api.model
    def _get_late_row(self, owner_id, name, overdue):
        instalments = self.env["crm.yishang.instalment"]
        # Without owner: the customers of the public pool.
        key = Domain("yishang_scope_key", "=", owner_id)
        domain = key if owner_id else Domain("yishang_scope_key", "<=", 0)
        name = name or self.env._("Public pool")
        return self._make_row(
            owner_id,
            [name, self._format_amount(overdue)],
            self._get_action(
                instalments._name, domain & instalments._get_overdue_domain(), name
            ),
            [1],
        )
