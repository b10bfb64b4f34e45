from odoo import api, models
from odoo.tools import SQL

from ..tools.lifecycle import Cause
from .crm_yishang_ownership_mover import TO_DELETE

# From the furthest to the first: what merged customers have come to together.
STAGES = ("member", "dormant", "visited", "potential")
# What contacts carry of their company, kept with each of them.
NAME_FIELDS = ("commercial_partner_id", "commercial_company_name", "complete_name")


class CrmYishangMerger(models.AbstractModel):
    """Customers that are the same become one, and nothing that hangs on them is lost.

    The host's wizard does it; before and after it comes what the host knows nothing of.
    Owners change through ``crm.yishang.ownership``, what points to a merged customer is
    looked after by ``crm.yishang.merge.links``, what it says of itself by
    ``crm.yishang.merge.values``.
    """

    _name = "crm.yishang.merger"
    _description = "Merging Customers"

    @api.model
    def _concerns(self, partners):
        """Return whether one of ``partners`` is, or belongs to, a customer."""
        # sudo: what a partner is does not depend on who asks.
        return any(
            partner.yishang_customer_id or partner.yishang_is_customer
            for partner in partners.sudo()
        )

    @api.model
    def _begin(self, kept, merged):
        """Bring owners and links of ``merged`` in step with ``kept``.

        :return: what ``_finish`` goes on with
        """
        partners = kept | merged
        # Others that claim, move or merge one of them wait, and are told then.
        self._lock(partners)
        self.env["crm.yishang.revision.guard"]._check_merge(merged, kept)
        # sudo: what is asked for a customer that is going to vanish, whoever asks.
        self.env["crm.yishang.revision"].sudo()._close_merged(merged, kept)
        # What follows is SQL.
        self.env.flush_all()
        values = self.env["crm.yishang.merge.values"]
        legacies = values._remember(merged)
        reason = values._get_reason(kept, legacies)
        filled = {}
        if self._is_customer(kept):
            filled = values._get_filled(kept, merged)
            self._hand_over(kept, merged, reason)
            self.env["crm.yishang.grant"].sudo()._join(kept, merged)
        self.env["crm.yishang.merge.links"]._move(kept, merged)
        return legacies, filled, reason

    @api.model
    def _lock(self, partners):
        mover = self.env["crm.yishang.ownership.mover"]
        mover._lock(partners.ids, TO_DELETE)
        partners.invalidate_recordset(["user_id", "yishang_region_id"], flush=False)

    @api.model
    def _is_customer(self, partner):
        return bool(self.env["crm.yishang.ownership"]._get_customers(partner))

    @api.model
    def _hand_over(self, kept, merged, reason):
        """Give the merged customers to who holds the kept one.

        A kept one of the pool, or without region, gets what the others have.
        """
        ownership = self.env["crm.yishang.ownership"]
        # sudo: whoever merges them sees all of them.
        customers = (kept | ownership._get_customers(merged)).sudo()
        owner = customers[0].user_id or customers.user_id[:1]
        region = customers[0].yishang_region_id or customers.yishang_region_id[:1]
        rows = [
            (
                one.id,
                one.user_id.id or None,
                owner.id or None,
                one.yishang_region_id.id or None,
                region.id or None,
            )
            for one in customers
            # The history of each merged one tells of it, whoever held it.
            if one.id != kept.id
            or (one.user_id, one.yishang_region_id) != (owner, region)
        ]
        if rows:
            ownership._carry_out("merge", rows, reason)

    @api.model
    def _finish(self, kept, legacies, filled, reason):
        """Bring in step what the host moved by SQL, unnoticed by any field.

        :param legacies: a ``Legacy`` of each merged partner
        :param filled: values that ``kept`` gets from them
        :param reason: what the histories say
        """
        self.env.invalidate_all()
        values = self.env["crm.yishang.merge.values"]
        if is_customer := self._is_customer(kept):
            values._complete(kept, legacies, filled)
        self._refresh_contacts(kept)
        # sudo: whose contact it is does not depend on who asks.
        head = kept.sudo().yishang_customer_id or kept.sudo()
        self.env.flush_all()
        self.env["crm.yishang.scope.writer"]._write_scope(head.ids)
        head._yishang_refresh_last_orders()
        self.env["crm.yishang.total.dirty"]._mark_customers(head.ids)
        if is_customer:
            stages = [head.yishang_lifecycle, *(one.stage for one in legacies)]
            self._settle_stage(head, stages, reason)
        self.env["crm.yishang.pool.clock"]._refresh(head.ids)
        head._yishang_get_searched()._yishang_refresh_search(with_contacts=True)
        # sudo: keys are written by the system alone.
        self.env["crm.yishang.duplicate.key"].sudo()._refresh(head.ids)
        self.env.invalidate_all()
        self.env["crm.yishang.policy"]._forget()
        kept.sudo()._message_log(body=values._get_note(kept, legacies, reason))

    @api.model
    def _refresh_contacts(self, kept):
        """Have contacts that came along carry the name and data of their company."""
        # sudo: all of them, whoever sees them.
        contacts = kept.sudo().with_context(active_test=False)
        contacts = contacts.search(
            [("commercial_partner_id", "=", kept.id), ("id", "!=", kept.id)]
        )
        for name in NAME_FIELDS:
            self.env.add_to_compute(contacts._fields[name], contacts)
        if kept.sudo().commercial_partner_id == kept:
            kept.sudo()._commercial_sync_to_descendants()

    @api.model
    def _settle_stage(self, kept, stages, reason):
        """Move the kept customer to where all of them have come together.

        Orders decide; who is not given up by everybody is not given up.
        """
        best = next((stage for stage in STAGES if stage in stages), None)
        if not best:
            return
        stage = SQL(
            "CASE WHEN facts.stage IN ('member', 'dormant') THEN facts.stage"
            " ELSE %s END",
            SQL("facts.stage") if best == STAGES[-1] else best,
        )
        self.env["crm.yishang.lifecycle"]._move(kept.ids, stage, Cause("merge", reason))
