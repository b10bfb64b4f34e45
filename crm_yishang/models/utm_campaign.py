from odoo import api, models
from odoo.fields import Domain
from odoo.tools import float_round


class UtmCampaign(models.Model):
    """Campaigns of the host, planned and measured.

    The host counts orders and invoices of all customers, in superuser mode; here they
    are cut by what the user may see.
    """

    _name = "utm.campaign"
    _inherit = [
        "crm.yishang.campaign.plan.mixin",
        "crm.yishang.campaign.cost.mixin",
        "crm.yishang.campaign.audience.mixin",
        "crm.yishang.campaign.result.mixin",
        "crm.yishang.campaign.effect.mixin",
        "crm.yishang.campaign.action.mixin",
        "utm.campaign",
    ]
    # Who planned it answers for it, whoever looks after its customers.
    _yishang_stays = ("user_id",)

    @api.depends_context("uid")
    def _compute_quotation_count(self):
        if self._yishang_sees_all():
            return super()._compute_quotation_count()
        counts = self._yishang_add_up("sale.order", "campaign_id", "__count", [])
        for campaign in self:
            campaign.quotation_count = counts.get(campaign._origin.id, 0)
        return None

    @api.depends_context("uid")
    def _compute_sale_invoiced_amount(self):
        if self._yishang_sees_all():
            return super()._compute_sale_invoiced_amount()
        balances = self._yishang_add_up(
            "account.move.line",
            "move_id.campaign_id",
            "balance:sum",
            [
                ("parent_state", "not in", ("draft", "cancel")),
                ("display_type", "=", "product"),
                ("account_id", "!=", False),
            ],
        )
        for campaign in self:
            campaign.invoiced_amount = -balances.get(campaign._origin.id, 0)
        return None

    @api.depends_context("uid")
    def _compute_statistics(self):
        """As the host, of the recipients of mailings the user sees."""
        if self._yishang_sees_all():
            return super()._compute_statistics()
        for campaign in self:
            mailings = campaign.mailing_mail_ids
            total = sum(mailings.mapped("expected")) - sum(mailings.mapped("canceled"))
            for ratio, figure in (
                ("received_ratio", "delivered"),
                ("opened_ratio", "opened"),
                ("replied_ratio", "replied"),
                ("bounced_ratio", "bounced"),
            ):
                share = 100 * sum(mailings.mapped(figure)) / (total or 1)
                campaign[ratio] = float_round(share, precision_digits=2)
        return None

    @api.model
    def _yishang_sees_all(self):
        # The host computes in superuser mode: what counts is ``env.uid``.
        return self.env["crm.yishang.policy"]._get_sight().reads_all

    def _yishang_add_up(self, model, path, aggregate, domain):
        """Return ``{campaign id: total}`` of the records of ``model`` in sight."""
        # sudo: as the host; the policy narrows.
        records = self.env[model].sudo()
        groups = records._read_group(
            Domain(domain)
            & Domain(path, "in", self._origin.ids)
            & records._get_visible_domain("read"),
            [path],
            [aggregate],
        )
        return {campaign.id: total for campaign, total in groups}
