from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

# Customers that go into the pool in one transaction.
BATCH = 2_000
# Beside the first day of warning: days before the reclaim date.
WARNED_AGAIN = (3, 1)


class CrmYishangPoolJob(models.AbstractModel):
    """What happens every night: dates, warnings, and who goes into the public pool."""

    _name = "crm.yishang.pool.job"
    _description = "Reclaiming Customers"

    @api.model
    def _cron_reclaim(self):
        """Reclaim for each company whose day has begun; once a day each.

        Each batch is committed: what a killed run has done stays done, and the next
        run goes on with what is left.
        """
        # sudo: the scheduler acts for everybody, whoever started it.
        companies = self.env["res.company"].sudo()
        open_ = companies.search([("yishang_is_reclaimed", "=", True)]).filtered(
            lambda company: company.yishang_date_reclaimed != company._yishang_get_day()
        )
        if not open_:
            return
        commit = self.env["ir.cron"]._commit_progress
        self.env["crm.yishang.pool.clock"]._refresh_all(commit)
        for company in open_:
            job = self.sudo().with_company(company)
            while job._reclaim_batch():
                commit()
            job._warn()
            company.yishang_date_reclaimed = company._yishang_get_day()
            commit()

    @api.model
    def _reclaim_batch(self):
        """Put some customers of the company into the pool whose day has come.

        :return: how many
        """
        customers = self._lock_due()
        if not customers:
            return 0
        # Once more, under the lock: what happened today may have saved some.
        self.env["crm.yishang.pool.clock"]._refresh(customers.ids)
        today = self.env.company._yishang_get_day()
        for reason, due in (
            customers.filtered(
                lambda customer: (
                    customer.yishang_date_reclaim
                    and customer.yishang_date_reclaim <= today
                )
            )
            .grouped("yishang_reclaim_reason")
            .items()
        ):
            self.env["crm.yishang.ownership"]._transfer(
                due,
                "reclaim",
                owners=False,
                reason=self._get_reason_label(reason),
            )
        return len(customers)

    @api.model
    def _get_reason_label(self, reason):
        field = self.env["res.partner"]._fields["yishang_reclaim_reason"]
        return dict(field._description_selection(self.env)).get(reason)

    @api.model
    def _lock_due(self):
        """Return the next customers, without those somebody else is moving now.

        Of one owner after the other, so that each is told once.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT customer.id
                FROM res_partner customer
                JOIN res_users owner ON owner.id = customer.user_id
                WHERE customer.yishang_date_reclaim <= %s
                    AND COALESCE(customer.company_id, owner.company_id) = %s
                ORDER BY customer.user_id, customer.id LIMIT %s
                FOR NO KEY UPDATE OF customer SKIP LOCKED
                """,
                self.env.company._yishang_get_day(),
                self.env.company.id,
                BATCH,
            )
        )
        return self.env["res.partner"].browse(id_ for (id_,) in rows)

    @api.model
    def _preview(self):
        """Return what the next run would reclaim: ``[(owner, reason, number)]``."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT customer.user_id, customer.yishang_reclaim_reason, count(*)
                FROM res_partner customer
                JOIN res_users owner ON owner.id = customer.user_id
                WHERE customer.yishang_date_reclaim <= %s
                    AND COALESCE(customer.company_id, owner.company_id) = %s
                GROUP BY 1, 2 ORDER BY 3 DESC, 1
                """,
                self.env.company._yishang_get_day(),
                self.env.company.id,
            )
        )
        users = self.env["res.users"]
        return [(users.browse(owner), reason, count) for owner, reason, count in rows]

    @api.model
    def _warn(self):
        """Tell owners which customers they are about to lose, one message each."""
        today = self.env.company._yishang_get_day()
        first = self.env.company.yishang_reclaim_warning_days
        counts = defaultdict(dict)
        for days in sorted({first, *WARNED_AGAIN} - {0}):
            if days > first:
                continue
            day = fields.Date.add(today, days=days)
            domain = [("yishang_date_reclaim", "=", day)]
            for user, count in self._count_by_owner(domain).items():
                counts[user][days] = count
        reminder = self.env["crm.yishang.reminder"]
        for user, numbers in counts.items():
            told = reminder._speak_to(user)
            told._notify(
                user,
                told.env._("Customers about to go into the public pool"),
                [
                    told._link(
                        told.env._(
                            "In %(days)s days: %(count)s", days=days, count=count
                        ),
                        "customers-to-reclaim",
                    )
                    for days, count in sorted(numbers.items())
                ],
            )

    @api.model
    def _count_by_owner(self, domain):
        return self.env["crm.yishang.reminder"]._count_customers(fields.Domain(domain))
