from markupsafe import Markup

from odoo import api, fields, models

from .crm_yishang_revision_ask_mixin import OPEN_STATES

# What the form of a customer says about a change of protected fields.
REASON = "yishang_revision_reason"


class CrmYishangRevisedMixin(models.AbstractModel):
    """A customer whose key data change by approval alone.

    To be named behind what cleans values: what is only written differently is no
    change.
    """

    _name = "crm.yishang.revised.mixin"
    _description = "Customer with Protected Fields"

    yishang_revision_ids = fields.One2many(
        "crm.yishang.revision", "customer_id", string="Revision Requests"
    )
    yishang_revision_entry_ids = fields.One2many(
        "crm.yishang.revision.entry", "customer_id", string="Revision History"
    )
    yishang_protected = fields.Json(
        compute="_compute_yishang_protected",
        export_string_translation=False,
        help="Names of the fields the current user changes by a request alone.",
    )
    yishang_revision_notice = fields.Html(
        string="Requested Changes", compute="_compute_yishang_revision_notice"
    )
    yishang_revision_state = fields.Selection(
        [("draft", "Reason Missing"), ("own", "Own Request"), ("judge", "To Decide")],
        compute="_compute_yishang_revision_notice",
        export_string_translation=False,
        help="What the current user can do about the requested changes.",
    )

    @api.depends(
        "company_id", "yishang_is_customer", "yishang_grade", "yishang_type_id"
    )
    @api.depends_context("uid")
    def _compute_yishang_protected(self):
        guard = self.env["crm.yishang.revision.guard"]
        for partner in self:
            partner.yishang_protected = sorted(guard._get_names(partner._origin))

    @api.depends("yishang_revision_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_yishang_revision_notice(self):
        self.yishang_revision_notice = False
        self.yishang_revision_state = False
        if not self.env["res.company"]._yishang_get_protections():
            return
        revisions = self.env["crm.yishang.revision"]
        domain = [("customer_id", "in", self.ids), ("state", "in", OPEN_STATES)]
        for customer, found in revisions.search(domain).grouped("customer_id").items():
            lines = [line for revision in found for line in revision._get_notice()]
            customer.yishang_revision_notice = Markup("<br/>").join(lines)
            customer.yishang_revision_state = found._get_step()

    def web_save(self, vals, specification, next_id=None):
        """Save a form or one line of a list; protected fields become a request."""
        vals = dict(vals)
        reason = vals.pop(REASON, False)
        if len(self) == 1:
            revisions = self.env["crm.yishang.revision"]
            vals = revisions._divert(self, vals, reason)
        return super().web_save(vals, specification, next_id)

    def write(self, vals):
        with self.env["crm.yishang.revision.guard"]._watch(self, vals):
            return super().write(vals)

    def _update_address(self, vals):
        # The host writes addresses past every extension.
        with self.env["crm.yishang.revision.guard"]._watch(self, vals):
            return super()._update_address(vals)

    def _yishang_clean_asked(self, vals):
        """Return ``vals`` as a write would have them, to tell what changes."""
        vals = self.env["crm.yishang.mask"]._clean(self, vals)
        return self._yishang_clean_tax_id(vals)

    def _yishang_check_asked(self, vals):
        """Check values before they are asked for: approving them must not fail.

        :raise ValidationError: as saving them would
        """
        self._yishang_check_lengths([vals], self)
        wished = {name: value for name, value in vals.items() if name != "bank_ids"}
        if {"vat", "country_id", "is_company"} & wished.keys():
            # Checked on a copy in memory.
            self.new(wished, origin=self)._check_yishang_tax_id()

    def action_yishang_view_revisions(self):
        """Open what is asked for now, or else everything that ever was."""
        found = self.yishang_revision_ids.filtered(lambda one: one.state in OPEN_STATES)
        if len(found) == 1:
            return found._get_form_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_revision_action"
        )
        return {
            **action,
            "domain": [("customer_id", "=", self.id)],
            "context": {},
            "path": False,
        }

    def action_yishang_withdraw_revisions(self):
        """Give up what the current user asks for."""
        found = self.yishang_revision_ids.filtered(
            lambda one: one.state in OPEN_STATES and one.is_own
        )
        return found.action_withdraw()
