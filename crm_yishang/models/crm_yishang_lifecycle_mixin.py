from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# Until a customer has moved, nothing is to be told of it.
BEGINNINGS = (False, "potential")
# Writing one of these changes whose orders a customer has.
HEAD_FIELDS = frozenset(("parent_id", "yishang_is_customer"))


class CrmYishangLifecycleMixin(models.AbstractModel):
    """The stage of a customer: moved by what happens, with a history.

    By whatever way the stage is written, the history says so. People do not write
    it: they record visits, confirm orders, or use the buttons of the form.
    """

    _name = "crm.yishang.lifecycle.mixin"
    _description = "Customer With a Lifecycle"

    yishang_lifecycle_change_ids = fields.One2many(
        "crm.yishang.lifecycle.change", "customer_id", string="Lifecycle History"
    )
    yishang_lost_reason = fields.Char(
        string="Why Lost", compute="_compute_yishang_lost_reason"
    )

    # The members that fall asleep: the job of every hour asks for the oldest.
    _yishang_member_idx = models.Index(
        "(yishang_date_last_order) WHERE yishang_lifecycle = 'member'"
    )

    @api.depends("yishang_lifecycle")
    def _compute_yishang_lost_reason(self):
        lost = self.filtered(lambda one: one.yishang_lifecycle == "lost")
        changes = self.env["crm.yishang.lifecycle.change"].search_fetch(
            [("customer_id", "in", lost.ids), ("stage_after", "=", "lost")],
            ["customer_id", "reason"],
            order="date, id",
        )
        reasons = {change.customer_id.id: change.reason for change in changes}
        for customer in self:
            customer.yishang_lost_reason = reasons.get(customer.id)

    @api.model_create_multi
    def create(self, vals_list):
        customers = super().create(vals_list)
        customers._yishang_record_stages({})
        return customers

    def write(self, vals):
        heads = self._yishang_get_heads() if HEAD_FIELDS & vals.keys() else None
        stages = self._yishang_get_stages() if "yishang_lifecycle" in vals else {}
        self._yishang_check_stage(vals, stages)
        result = super().write(vals)
        if stages:
            self._yishang_record_stages(stages)
        if heads is not None:
            (heads | self._yishang_get_heads())._yishang_follow_orders()
        return result

    def _yishang_get_stages(self):
        # sudo: the history is complete, whoever writes.
        return {one.id: one.yishang_lifecycle for one in self.sudo()}

    def _yishang_get_heads(self):
        # sudo: see above.
        return self.sudo().yishang_customer_id

    def _yishang_check_stage(self, vals, stages):
        """Refuse people who write the stage themselves.

        :raise AccessError: naming the buttons to use
        """
        moved = [id_ for id_, old in stages.items() if old != vals["yishang_lifecycle"]]
        if not moved or self.env.su:
            return
        if not self.env.user.has_group("crm_yishang.crm_yishang_group_administrator"):
            raise AccessError(
                self.env._(
                    "%(customer)s: the lifecycle stage follows visits and orders, it"
                    " is not entered. Use the buttons Mark as Lost and Take Up Again"
                    " of the customer, or ask a CRM administrator.",
                    customer=self.browse(moved[:1]).display_name,
                )
            )

    def _yishang_record_stages(self, before):
        """Write into the history what was entered as a stage, in one statement.

        :param before: ``{customer id: stage before}``; nothing for new customers
        """
        # Data files tell the history themselves.
        context = self.env.context
        if self.env.su and context.get("install_mode"):
            return
        moved = [
            (customer.id, before.get(customer.id) or None, customer.yishang_lifecycle)
            for customer in self.sudo()
            if customer.yishang_is_customer
            and customer.yishang_lifecycle
            and customer.yishang_lifecycle != before.get(customer.id)
            and not (
                customer.yishang_lifecycle in BEGINNINGS
                and before.get(customer.id) in (None, *BEGINNINGS)
            )
        ]
        if not moved:
            return
        self.env.flush_all()
        is_import = context.get("import_file") or context.get("yishang_import")
        self.env["crm.yishang.lifecycle.change"]._insert(
            SQL(
                """
                SELECT given.id, given.stage_before, given.stage_after,
                    NULL::integer AS visit_id, NULL::integer AS order_id
                FROM unnest(%s, %s::text[], %s::text[])
                    AS given (id, stage_before, stage_after)
                """,
                *map(list, zip(*moved, strict=True)),
            ),
            "import" if is_import else "entry",
        )

    def _yishang_give_up(self, reason):
        """Mark customers as lost.

        :raise AccessError: unless the user works on all of them
        """
        self.check_access("write")
        self.env["crm.yishang.lifecycle"]._give_up(self.ids, reason)

    def _yishang_take_up(self, reason):
        """Take up lost customers again, at the stage that follows from the facts.

        :raise AccessError: unless the user works on all of them
        """
        self.check_access("write")
        self.env["crm.yishang.lifecycle"]._take_up(self.ids, reason)
