from odoo import api, fields, models

from ..tools.ledger_table import LedgerColumn, LedgerTable


class CrmYishangRevisionEntry(models.Model):
    """A protected field of a customer changed; kept for ever as it was.

    Owner and region stand here only when a request was approved: each of their moves
    is in the ownership history.
    """

    _name = "crm.yishang.revision.entry"
    _description = "Revision History"
    _inherit = [
        "crm.yishang.immutable.mixin",
        "crm.yishang.revision.value.mixin",
        "crm.yishang.ledger.mixin",
    ]
    _order = "date DESC, id DESC"
    _rec_name = "customer_id"
    _yishang_stays = ("requester_id", "user_id")

    customer_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime(string="Moment", required=True, readonly=True)
    road = fields.Selection(
        [
            ("approved", "Approved Request"),
            ("administrator", "By an Administrator"),
            ("system", "By the System"),
        ],
        string="How",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Changed By",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Who approved, if it was asked for.",
    )
    # sudo of the host: who reads an entry reads what it came from.
    revision_id = fields.Many2one(
        "crm.yishang.revision",
        string="Request",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    requester_id = fields.Many2one(related="revision_id.requester_id")
    reason = fields.Char(related="revision_id.reason")

    _customer_idx = models.Index("(customer_id, date DESC, id DESC)")
    _field_idx = models.Index("(field_name, date DESC)")

    @api.model
    def _add(self, changes, road, approval=None):
        """Write down changes of any number of customers.

        :param changes: ``Change``s with what stands there now
        :param approval: the ``Approval`` of the write, if there is one
        """
        common = {
            "date": fields.Datetime.now(),
            "road": road,
            "user_id": self.env.uid,
            "revision_id": approval.revision_id if approval else False,
        }
        # sudo: users write no history.
        return self.sudo().create(
            [{**self._prepare_change(change), **common} for change in changes]
        )

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="revision",
            title=self.env._("Revisions of Key Data"),
            sequence=85,
            customer="customer_id",
            order="date DESC, id DESC",
            columns=(
                LedgerColumn("date", self.env._("Date"), "date"),
                "field_name",
                "old_text",
                "new_text",
                "road",
                "user_id",
                "reason",
            ),
        )
        return [*super()._get_ledger_tables(), table]
