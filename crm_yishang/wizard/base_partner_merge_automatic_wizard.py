from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.crm_yishang_duplicate import UNCHECKED

# Partners the host takes at a time beside the kept one.
PART = 2


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Customers are merged with all that hangs on them, by whoever works on them."""

    _inherit = "base.partner.merge.automatic.wizard"

    yishang_owners = fields.Json(
        export_string_translation=False,
        help="Who held the customers when the screen was opened.",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        partners = self.new({"partner_ids": values.get("partner_ids")}).partner_ids
        partners = partners._origin._filter_visible("read")
        if "yishang_owners" in fields:
            values["yishang_owners"] = self._yishang_get_owners(partners)
        if "dst_partner_id" in fields:
            if customers := self.env["crm.yishang.ownership"]._get_customers(partners):
                values["dst_partner_id"] = self._yishang_get_fullest(customers).id
        return values

    @api.model
    def _yishang_get_owners(self, partners):
        """Return who holds each partner, as the screen shows it."""
        # sudo: only compared with what it will be.
        return {str(one.id): one.user_id.id for one in partners.sudo()}

    @api.model
    def _yishang_get_fullest(self, customers):
        """Return the customer with the most orders and contacts, or else the oldest."""
        return max(
            customers,
            key=lambda one: (
                one.active,
                # sudo: the fullest customer, orders of others included.
                one.sudo().sale_order_count,
                one.yishang_visit_count,
                -one.id,
            ),
        )

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Customers and their contacts go another way than other partners.

        More than the host takes go in parts, into the same one.
        """
        # Merging ends duplicates: what they share is refused to nobody meanwhile.
        self = self.with_context(yishang_unchecked=UNCHECKED)
        partners = self.env["res.partner"].browse(partner_ids).exists()
        merger = self.env["crm.yishang.merger"]
        if len(partners) < 2 or not merger._concerns(partners):
            return super()._merge(partner_ids, dst_partner, extra_checks)
        kept = self._yishang_choose_kept(partners, dst_partner)
        self.env["crm.yishang.merge.guard"]._check(partners, kept)
        merged = (partners - kept).sorted("id")
        begun = merger._begin(kept, merged)
        # Archived records move, too.
        wizard = self.with_context(active_test=False)
        # Who may merge customers was asked, and needs no common address.
        extra_checks = extra_checks and not merger._is_customer(kept)
        for start in range(0, len(merged), PART):
            ids = (kept | merged[start : start + PART]).ids
            # The host's way. pylint: disable=super-method-mismatch
            super(BasePartnerMergeAutomaticWizard, wizard)._merge(
                ids, kept, extra_checks
            )
        merger._finish(kept, *begun)
        return None

    def _yishang_choose_kept(self, partners, dst_partner):
        if dst_partner and dst_partner in partners:
            return partners & dst_partner
        customers = self.env["crm.yishang.ownership"]._get_customers(partners)
        return self._get_ordered_partner((customers or partners).ids)[-1]

    def _update_values(self, src_partners, dst_partner):
        """A customer gets what it lacks, and nothing else, when the others are gone."""
        if self.env["crm.yishang.merger"]._is_customer(dst_partner):
            return None
        return super()._update_values(src_partners, dst_partner)

    def _log_merge_operation(self, src_partners, dst_partner):
        """The host's note shows addresses to everybody; customers have their own."""
        if self.env["crm.yishang.merger"]._concerns(dst_partner):
            return None
        return super()._log_merge_operation(src_partners, dst_partner)

    def action_merge(self):
        """Merge, and show the customer that was kept."""
        kept = self.dst_partner_id
        is_own = bool(self.yishang_owners) and not self.current_line_id
        if is_own:
            self._yishang_check_seen()
        action = super().action_merge()
        if not is_own or not self.env["crm.yishang.merger"]._is_customer(kept):
            return action
        return {
            "type": "ir.actions.act_window",
            "name": kept.display_name,
            "res_model": "res.partner",
            "res_id": kept.id,
            "views": [
                (self.env.ref("crm_yishang.crm_yishang_customer_view_form").id, "form")
            ],
        }

    def _yishang_check_seen(self):
        """Check that nobody merged, claimed or moved one of them in the meantime.

        :raise UserError: saying so
        """
        merger = self.env["crm.yishang.merger"]
        merger._lock(self.partner_ids)
        if len(self.partner_ids) < len(self.yishang_owners) or not self.dst_partner_id:
            raise UserError(
                self.env._(
                    "Somebody else has just merged or deleted one of these customers."
                    " Reload the list and choose again."
                )
            )
        now = self._yishang_get_owners(self.partner_ids)
        changed = [
            id_ for id_, owner in self.yishang_owners.items() if now[id_] != owner
        ]
        if changed:
            partner = self.env["res.partner"].browse(int(changed[0]))
            raise UserError(
                self.env._(
                    "%(customer)s has just changed hands: %(owner)s holds it now. Open"
                    " the screen again and decide anew.",
                    customer=partner.display_name,
                    # sudo: the name of a colleague is no secret.
                    owner=partner.sudo().user_id.name or self.env._("nobody"),
                )
            )
