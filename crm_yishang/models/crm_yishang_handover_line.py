from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CrmYishangHandoverLine(models.Model):
    """Which customers of a handover go to whom; the first line that fits decides."""

    _name = "crm.yishang.handover.line"
    _description = "Split Rule"
    _inherit = ["crm.yishang.people.mixin"]
    _order = "handover_id, sequence, id"
    _rec_name = "scope"
    _visible_person = "leaver_id"
    _yishang_stays = ("leaver_id",)

    handover_id = fields.Many2one(
        "crm.yishang.handover", required=True, index=True, ondelete="cascade"
    )
    leaver_id = fields.Many2one(
        related="handover_id.user_id", string="Leaver", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    scope = fields.Selection(
        [
            ("all", "All (Others)"),
            ("region", "By Region"),
            ("type", "By Customer Type"),
            ("picked", "Picked by Hand"),
        ],
        string="Which Customers",
        required=True,
        default="all",
    )
    region_ids = fields.Many2many(
        "crm.yishang.region",
        "crm_yishang_handover_line_region_rel",
        string="Regions",
        help="With the regions below them.",
    )
    type_ids = fields.Many2many(
        "crm.yishang.customer.type",
        "crm_yishang_handover_line_type_rel",
        string="Customer Types",
    )
    customer_ids = fields.Many2many(
        "res.partner",
        "crm_yishang_handover_line_customer_rel",
        string="Customers",
        domain="[('yishang_is_customer', '=', True), ('user_id', '=', leaver_id)]",
    )
    target = fields.Selection(
        [
            ("people", "Colleagues"),
            ("superior", "Superior"),
            ("pool", "Public Pool"),
        ],
        string="Go To",
        required=True,
        default="people",
    )
    user_ids = fields.Many2many(
        "res.users",
        "crm_yishang_handover_line_user_rel",
        string="Successors",
        domain="[('share', '=', False), ('id', '!=', leaver_id)]",
        help="Several get the same number of customers each.",
    )

    @api.constrains("user_ids", "leaver_id")
    def _check_leaver(self):
        for line in self:
            if line.leaver_id & line.user_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be the own successor. Choose somebody else.",
                        name=line.leaver_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._forget_preview()
        return lines

    def write(self, vals):
        self._forget_preview()
        result = super().write(vals)
        self._forget_preview()
        return result

    def unlink(self):
        self._forget_preview()
        return super().unlink()

    def _forget_preview(self):
        """What was shown is no longer what would happen; decided is decided.

        :raise UserError: if a handover is no longer in preparation
        """
        for handover in self.handover_id:
            if not self.env.su:
                handover._check_entered({})
        # sudo: the preview is written by the system.
        self.handover_id.sudo().write({"preview": False})

    def _get_test(self):
        """Return the function that says whether the line fits a row of a customer.

        :return: of (customer id, region id, type id) to a truth value
        """
        self.ensure_one()
        if self.scope == "region":
            regions = self.env["crm.yishang.region"].with_context(active_test=False)
            below = regions.search([("id", "child_of", self.region_ids.ids)])
            region_ids = frozenset(below.ids)
            return lambda row: row[1] in region_ids
        if self.scope == "type":
            type_ids = frozenset(self.type_ids.ids)
            return lambda row: row[2] in type_ids
        if self.scope == "picked":
            customer_ids = frozenset(self.customer_ids.ids)
            return lambda row: row[0] in customer_ids
        return lambda row: True

    def _get_targets(self):
        """Return who gets the customers in turn: user ids, or False for the pool.

        :raise UserError: if nobody is named
        """
        self.ensure_one()
        if self.target == "pool":
            return [False]
        users = self.user_ids
        if self.target == "superior":
            users = self.leaver_id._yishang_get_superior()
        if not users:
            raise UserError(
                self.env._(
                    "%(handover)s: nobody is named for “%(scope)s”. Choose a successor,"
                    " or the public pool.",
                    handover=self.handover_id.display_name,
                    scope=dict(self._fields["scope"]._description_selection(self.env))[
                        self.scope
                    ],
                )
            )
        return users.sorted("id").ids
