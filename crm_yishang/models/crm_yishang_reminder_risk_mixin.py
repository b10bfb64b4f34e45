from odoo import api, models
from odoo.tools import SQL


class CrmYishangReminderRiskMixin(models.AbstractModel):
    """High risks of loss, told to owners and their superiors once each."""

    _name = "crm.yishang.reminder.risk.mixin"
    _description = "Reminders of Risks"

    @api.model
    def _remind_of_risks(self):
        """Tell of the new high risks of the current company, one message a person."""
        counts = self._take_new_risks()
        for user, count in counts.items():
            # Whoever left is not told, the superior is.
            if not user.active:
                continue
            told = self._speak_to(user)
            told._notify(
                user,
                told.env._("Customers you may lose"),
                [
                    told._link(
                        told.env._("New, with a high risk: %s", count), "my-risks"
                    )
                ],
            )
        for leader, rows in self._group_by_leader(counts).items():
            told = self._speak_to(leader)
            told._notify(
                leader,
                told.env._("Customers your people may lose"),
                told._list(rows),
                told._link(told.env._("Show the customers"), "risks"),
            )

    @api.model
    def _take_new_risks(self):
        """Return ``{owner: number}`` of what is told today, and note it.

        Raw SQL: the first night of a company may find a hundred thousand.
        """
        company = self.env.company
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH told AS (
                    UPDATE crm_yishang_risk SET date_told = %(today)s
                    WHERE company_id = %(company)s AND level = 'high'
                        AND state IN ('open', 'working') AND date_told IS NULL
                    RETURNING partner_id
                )
                SELECT customer.user_id, count(*)
                FROM told JOIN res_partner customer ON customer.id = told.partner_id
                WHERE customer.user_id IS NOT NULL
                GROUP BY customer.user_id ORDER BY customer.user_id
                """,
                today=company._yishang_get_day(),
                company=company.id,
            )
        )
        self.env["crm.yishang.risk"].invalidate_model(["date_told"], flush=False)
        users = self.env["res.users"]
        return {users.browse(user_id): count for user_id, count in rows}
