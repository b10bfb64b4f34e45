from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangScope(models.Model):
    """Transitive closure of the employee tree: whose records a user may see.

    One row for every pair of users of which the first is a direct or indirect
    superior of the second. It is derived data: `_rebuild` makes it true again.
    """

    _name = "crm.yishang.scope"
    _description = "Superior and Subordinate"
    _log_access = False
    _rec_name = "viewer_id"

    viewer_id = fields.Many2one(
        "res.users", string="Superior", required=True, index=True, ondelete="cascade"
    )
    owner_id = fields.Many2one(
        "res.users", string="Subordinate", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")

    _pair_uniq = models.UniqueIndex("(viewer_id, company_id, owner_id)")

    @api.model
    def _rebuild(self):
        """Derive the closure from the employees again and write the difference."""
        self.env["hr.employee"].flush_model(["parent_id", "user_id", "company_id"])
        self.flush_model()
        # Two transactions that each move another employee see no conflict in the
        # rows they write. Touching the company makes the second one start again.
        self.env.cr.execute(
            SQL(
                "UPDATE res_company"
                " SET yishang_scope_version = yishang_scope_version + 1"
            )
        )
        self.env.cr.execute(
            SQL(
                """
                WITH truth AS (%(truth)s),
                gone AS (
                    DELETE FROM crm_yishang_scope scope
                    WHERE NOT EXISTS (
                        SELECT FROM truth
                        WHERE truth.viewer_id = scope.viewer_id
                            AND truth.owner_id = scope.owner_id
                            AND truth.company_id = scope.company_id
                    )
                )
                INSERT INTO crm_yishang_scope (viewer_id, owner_id, company_id)
                SELECT viewer_id, owner_id, company_id FROM truth
                ON CONFLICT (viewer_id, company_id, owner_id) DO NOTHING
                """,
                truth=self._sql_truth(),
            )
        )
        self.invalidate_model()
        self.env["crm.yishang.policy"]._forget()

    @api.model
    def _get_difference(self):
        """Return the pairs that are missing or wrong in the table.

        :return: set of (viewer id, owner id, company id); empty if all is well
        """
        rows = self.env.execute_query(
            SQL(
                """
                (SELECT viewer_id, owner_id, company_id FROM crm_yishang_scope
                 EXCEPT (%(truth)s))
                UNION
                ((%(truth)s) EXCEPT
                 SELECT viewer_id, owner_id, company_id FROM crm_yishang_scope)
                """,
                truth=self._sql_truth(),
            )
        )
        return set(rows)

    @api.model
    def _sql_truth(self):
        """Return the query of the closure.

        UNION drops repeats, so that a cycle of managers ends; archived employees
        are passed through, so that nobody is lost with a superior who left.
        """
        return SQL(
            """
            WITH RECURSIVE chain (owner_id, company_id, boss_id) AS (
                SELECT user_id, company_id, parent_id
                FROM hr_employee
                WHERE user_id IS NOT NULL AND parent_id IS NOT NULL
                UNION
                SELECT chain.owner_id, chain.company_id, boss.parent_id
                FROM chain
                JOIN hr_employee boss ON boss.id = chain.boss_id
                WHERE boss.parent_id IS NOT NULL
            )
            SELECT DISTINCT boss.user_id AS viewer_id, chain.owner_id, chain.company_id
            FROM chain
            JOIN hr_employee boss ON boss.id = chain.boss_id
            WHERE boss.user_id IS NOT NULL AND boss.user_id != chain.owner_id
            """
        )
