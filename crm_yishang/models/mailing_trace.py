from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.ledger_table import LedgerColumn, LedgerTable


class MailingTrace(models.Model):
    """What became of a mailing at one recipient, visible as that customer is."""

    _name = "mailing.trace"
    _inherit = [
        "crm.yishang.ledger.mixin",
        "crm.yishang.in.sight.mixin",
        "crm.yishang.visible.mixin",
        "mailing.trace",
    ]

    _visible_through = ("yishang_partner_id", "yishang_lead_id")

    yishang_partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        compute="_compute_yishang_recipient",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )
    yishang_customer_id = fields.Many2one(
        "res.partner",
        string="CRM Customer",
        related="yishang_partner_id.yishang_customer_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )
    yishang_lead_id = fields.Many2one(
        "crm.lead",
        string="Lead",
        compute="_compute_yishang_recipient",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )

    # Whatever is clicked or tried again, nobody gets the same mailing twice: of two
    # processes that send it, the second one fails here.
    _yishang_once = models.UniqueIndex(
        "(mass_mailing_id, model, res_id, COALESCE(email, ''),"
        " COALESCE(sms_number, ''))"
        " WHERE is_test_trace IS NOT TRUE AND trace_status <> 'cancel'"
        " AND model = 'res.partner'",
        "This mailing is being sent by somebody else right now. Nobody gets it twice.",
    )

    @api.depends("model", "res_id")
    def _compute_yishang_recipient(self):
        self.yishang_partner_id = self.yishang_lead_id = False
        for model, traces in self.grouped("model").items():
            if model not in self.env or not hasattr(
                self.env[model], "_mail_get_partners"
            ):
                continue
            # sudo: who it is must not depend on who looks.
            targets = self.env[model].sudo().browse(traces.mapped("res_id")).exists()
            partners = targets._mail_get_partners()
            for trace in traces:
                trace.yishang_partner_id = partners.get(trace.res_id, [])[:1]
                if model == "crm.lead" and trace.res_id in targets._ids:
                    trace.yishang_lead_id = trace.res_id

    @api.model
    def _get_sight_domain(self, sight, mode):
        domain = super()._get_sight_domain(sight, mode)
        if domain.is_true():
            return domain
        # Whoever was deleted is hidden with the address that is left.
        kept = Domain("model", "!=", "res.partner") | Domain(
            "yishang_partner_id", "!=", False
        )
        kept &= Domain("model", "!=", "crm.lead") | Domain(
            "yishang_lead_id", "!=", False
        )
        return domain & kept

    @api.model
    def _get_visible_columns(self):
        return [*super()._get_visible_columns(), "model"]

    @api.model
    def _get_ledger_tables(self):
        return [
            *super()._get_ledger_tables(),
            LedgerTable(
                key="mailings",
                title=self.env._("Mailings"),
                sequence=85,
                columns=(
                    LedgerColumn("sent_datetime", self.env._("Sent"), "date"),
                    LedgerColumn("trace_type"),
                    LedgerColumn("mass_mailing_id", self.env._("Mailing")),
                    LedgerColumn("trace_status"),
                    LedgerColumn("open_datetime", self.env._("Opened"), "date"),
                    LedgerColumn("links_click_datetime", self.env._("Clicked"), "date"),
                ),
                domain=Domain("is_test_trace", "!=", True),
                order="sent_datetime DESC, id DESC",
            ),
        ]
