from odoo import api, fields, models
from odoo.exceptions import AccessError

# What moves the clock of a customer beside its documents and its owner.
CLOCK_FIELDS = frozenset(
    (
        "active",
        "company_id",
        "yishang_date_last_contact",
        "yishang_grade",
        "yishang_is_customer",
        "yishang_is_kept",
        "yishang_lifecycle",
        "yishang_type_id",
    )
)


class CrmYishangCustomerPoolMixin(models.AbstractModel):
    """A customer and the public pool: since when, until when, and the buttons."""

    _name = "crm.yishang.customer.pool.mixin"
    _description = "Customers and the Public Pool"

    yishang_date_taken = fields.Datetime(
        string="Held Since",
        readonly=True,
        copy=False,
        help="Since when the owner has it, or it lies in the public pool. Empty: since "
        "it was entered.",
    )
    yishang_date_reclaim = fields.Date(
        string="Goes Into the Pool",
        readonly=True,
        copy=False,
        help="The day on which the customer goes into the public pool unless somebody "
        "works on it, as the pool rules say.",
    )
    yishang_reclaim_reason = fields.Selection(
        [
            ("contact", "Too Long Without Contact"),
            ("opportunity", "Too Long Without Opportunity"),
            ("order", "Too Long Without Order"),
        ],
        string="Why Into the Pool",
        readonly=True,
        copy=False,
    )
    yishang_is_kept = fields.Boolean(
        string="Keep",
        copy=False,
        tracking=True,
        help="Never goes into the public pool by itself. Set by leaders.",
    )

    # Whoever is warned and whoever is reclaimed: few of many.
    _yishang_reclaim_idx = models.Index(
        "(yishang_date_reclaim, yishang_scope_key)"
        " WHERE yishang_date_reclaim IS NOT NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        customers = partners.filtered("yishang_is_customer")
        self.env["crm.yishang.pool.clock"]._refresh(customers.ids)
        return partners

    def write(self, vals):
        if "yishang_is_kept" in vals:
            self._yishang_check_keeper()
        result = super().write(vals)
        if CLOCK_FIELDS & vals.keys():
            self.env["crm.yishang.pool.clock"]._refresh(self.ids)
        return result

    def _yishang_check_keeper(self):
        if self.env.su or self.env.user.has_group(
            "crm_yishang.crm_yishang_group_leader"
        ):
            return
        raise AccessError(
            self.env._(
                "%(customers)s: only leaders keep customers out of the public pool.",
                customers=self.env["crm.yishang.ownership"]._get_names(self),
            )
        )

    @api.model
    def _yishang_get_reclaim_domain(self):
        """Return the customers whose owners are warned, as a ``Domain``."""
        company = self.env.company
        last = fields.Date.add(
            company._yishang_get_day(), days=company.yishang_reclaim_warning_days
        )
        return fields.Domain("yishang_date_reclaim", "<=", last)

    def action_yishang_claim(self):
        """Take customers from the public pool.

        :return: the form of a single one, the own customers otherwise
        """
        self.env["crm.yishang.pool"]._claim(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_customer_action"
        )
        if len(self) > 1:
            return action
        forms = [view for view in action["views"] if view[1] == "form"]
        return {**action, "views": forms, "view_mode": "form", "res_id": self.id}

    def action_yishang_return(self):
        """Ask for the reason why customers go back into the public pool."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_customer_return_action"
        )
        return {**action, "context": {"default_customer_ids": self.ids}}
