from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools.ledger_table import LedgerTable
from ..tools.lifecycle import CAUSES, STAGES


class CrmYishangLifecycleChange(models.Model):
    """One step of a customer from stage to stage; nobody changes it afterwards."""

    _name = "crm.yishang.lifecycle.change"
    _description = "Lifecycle Change"
    _inherit = [
        "crm.yishang.immutable.mixin",
        "crm.yishang.visible.mixin",
        "crm.yishang.ledger.mixin",
    ]
    _order = "date DESC, id DESC"
    _rec_name = "customer_id"
    _visible_through = ("customer_id",)
    _yishang_stays = ("owner_id", "user_id")

    customer_id = fields.Many2one(
        "res.partner", required=True, ondelete="restrict", readonly=True
    )
    date = fields.Datetime(string="Moment", required=True, readonly=True)
    day = fields.Date(
        required=True, readonly=True, help="In the time zone of the company."
    )
    stage_before = fields.Selection(STAGES, string="From Stage", readonly=True)
    stage_after = fields.Selection(
        STAGES, string="To Stage", required=True, readonly=True
    )
    kind = fields.Selection(CAUSES, string="Cause", required=True, readonly=True)
    reason = fields.Char(readonly=True)
    visit_id = fields.Many2one(
        "crm.yishang.visit", readonly=True, index="btree_not_null", ondelete="set null"
    )
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one("res.users", string="Moved by", readonly=True)
    owner_id = fields.Many2one(
        "res.users",
        string="Owner on That Day",
        readonly=True,
        help="Who held the customer when it moved; handing it over changes nothing.",
    )
    region_id = fields.Many2one(
        "crm.yishang.region", string="Region on That Day", readonly=True
    )

    _customer_idx = models.Index("(customer_id, date DESC, id DESC)")
    _day_idx = models.Index("(day, stage_after)")

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="lifecycle",
            title=self.env._("Lifecycle"),
            sequence=120,
            order="date DESC, id DESC",
            columns=("day", "stage_before", "stage_after", "kind", "reason", "user_id"),
            customer="customer_id",
        )
        return [*super()._get_ledger_tables(), table]

    def _make_immutable_error(self):
        return AccessError(
            self.env._(
                "The lifecycle history of a customer is kept as it is: nobody changes"
                " or deletes it. Mark the customer as lost or take it up again, and"
                " give the reason; this becomes another line."
            )
        )

    @api.model
    def _insert(self, moved, kind, reason=None):
        """Write the history of any number of customers in one statement.

        Raw SQL, because the customers move in the same statement.

        :param moved: SQL that returns ``id, stage_before, stage_after, visit_id,
            order_id`` of each customer; those whose stage stays have no history
        :return: ids of the customers
        """
        lifecycle = self.env["crm.yishang.lifecycle"]
        rows = self.env.execute_query(
            SQL(
                """
                WITH moved AS (%(moved)s)
                INSERT INTO crm_yishang_lifecycle_change (
                    customer_id, date, day, stage_before, stage_after, kind, reason,
                    visit_id, order_id, user_id, owner_id, region_id,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT moved.id, %(now)s, %(day)s, moved.stage_before,
                    moved.stage_after, %(kind)s, %(reason)s, moved.visit_id,
                    moved.order_id, %(uid)s, partner.user_id,
                    partner.yishang_region_id, %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM moved JOIN res_partner partner ON partner.id = moved.id
                WHERE moved.stage_after IS DISTINCT FROM moved.stage_before
                RETURNING customer_id
                """,
                moved=moved,
                now=fields.Datetime.now(),
                day=lifecycle._sql_by_company(lifecycle._get_days()),
                kind=kind,
                reason=reason,
                uid=self.env.uid,
            )
        )
        customers = self.env["res.partner"].browse(one for (one,) in rows)
        customers.invalidate_recordset(["yishang_lifecycle_change_ids"], flush=False)
        return customers.ids
