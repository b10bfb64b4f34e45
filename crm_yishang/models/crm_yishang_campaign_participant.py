from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools.ledger_table import LedgerColumn, LedgerTable


class CrmYishangCampaignParticipant(models.Model):
    """A customer a campaign addresses, and what came of it."""

    _name = "crm.yishang.campaign.participant"
    _description = "Campaign Participant"
    _inherit = "crm.yishang.document.mixin"
    _order = "campaign_id DESC, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id", "campaign_id"]

    campaign_id = fields.Many2one("utm.campaign", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('yishang_is_customer', '=', True)]",
    )
    region_id = fields.Many2one(related="partner_id.yishang_region_id")
    owner_id = fields.Many2one(related="partner_id.user_id", string="Owner")
    state = fields.Selection(
        [
            ("invited", "Invited"),
            ("attended", "Attended"),
            ("declined", "Declined"),
            ("silent", "No Answer"),
        ],
        required=True,
        default="invited",
        index=True,
    )
    date_invited = fields.Date(
        string="Invited on",
        required=True,
        default=lambda self: self.env.company._yishang_get_day(),
    )
    response = fields.Char(help="What the customer said to the invitation.")

    _campaign_customer_uniq = models.UniqueIndex(
        "(campaign_id, partner_id)",
        "This customer is in the campaign already. Change the entry that is there.",
    )

    @api.constrains("partner_id")
    def _check_partner(self):
        # sudo: whether it is a customer does not depend on who asks.
        for participant in self.sudo():
            if not participant.partner_id.yishang_is_customer:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is no CRM customer. Choose the customer, not one "
                        "of its contacts.",
                        partner=participant.sudo(False).partner_id.display_name,
                    )
                )

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="campaigns",
            title=self.env._("Campaigns"),
            sequence=82,
            domain=Domain.TRUE,
            order="date_invited DESC, id DESC",
            columns=("campaign_id", LedgerColumn("date_invited"), "state", "response"),
        )
        return [*super()._get_ledger_tables(), table]

    @api.model_create_multi
    def create(self, vals_list):
        participants = super().create(vals_list)
        participants.campaign_id._yishang_check_open()
        return participants

    def write(self, vals):
        for name in ("campaign_id", "partner_id"):
            if name in vals and any(line[name].id != vals[name] for line in self):
                raise UserError(
                    self.env._(
                        "%(participants)s: campaign and customer of a participant do "
                        "not change. Remove the entry and invite the other one.",
                        participants=", ".join(self.mapped("display_name")),
                    )
                )
        return super().write(vals)

    def action_attended(self):
        self.state = "attended"

    def action_declined(self):
        self.state = "declined"

    def action_silent(self):
        self.state = "silent"
