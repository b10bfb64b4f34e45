from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import date_utils

from ..tools.targets import MONEY_KINDS, MONTHS

LEVELS = ("company", "region", "department", "person")


class CrmYishangTarget(models.Model):
    """What a person, a department, a region or the company shall achieve in a period.

    A tree: a target is divided into those of smaller units, or of shorter periods, or
    both. Whoever answers for a target sees it, and those above; who is above sets it.
    """

    _name = "crm.yishang.target"
    _description = "Target"
    _inherit = [
        "crm.yishang.target.name.mixin",
        "crm.yishang.target.result.mixin",
        "crm.yishang.people.mixin",
    ]
    _order = "date_from DESC, kind, level, id"
    _check_company_auto = True

    # Who answered for it in that period.
    _yishang_stays = ("user_id",)

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("amount", "Sales Amount"),
            ("receipt", "Amount Collected"),
            ("customer", "New Customers"),
            ("visit", "Visits Made"),
        ],
        required=True,
        default="amount",
        help="Confirmed orders with tax, confirmed receipts, customers entered, visits "
        "done.",
    )
    period = fields.Selection(
        [("year", "Year"), ("quarter", "Quarter"), ("month", "Month")],
        required=True,
        default="month",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: date_utils.start_of(
            self.env.company._yishang_get_day(), "month"
        ),
        help="Any day of the period; it becomes the first one.",
    )
    date_to = fields.Date(string="To", compute="_compute_date_to", store=True)
    level = fields.Selection(
        [
            ("company", "Company"),
            ("region", "Region"),
            ("department", "Department"),
            ("person", "Person"),
        ],
        required=True,
        default="person",
    )
    region_id = fields.Many2one(
        "crm.yishang.region",
        ondelete="restrict",
        index="btree_not_null",
        help="With all regions below.",
    )
    department_id = fields.Many2one(
        "hr.department",
        ondelete="restrict",
        index="btree_not_null",
        help="With all departments below, as they are manned today.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Whose target it is; of a region or a department, who answers for it.",
    )
    parent_id = fields.Many2one(
        "crm.yishang.target",
        string="Part of",
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('kind', '=', kind), ('company_id', '=', company_id)]",
    )
    child_ids = fields.One2many("crm.yishang.target", "parent_id", string="Divided")
    goal = fields.Monetary(
        string="Target",
        required=True,
        help="Money in the currency of the company, or a number.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    gap_text = fields.Char(
        string="Difference to Its Parts",
        compute="_compute_gap_text",
        help="By how much the parts do not add up to the target.",
    )

    _check_goal = models.Constraint(
        "CHECK (goal > 0)", "A target is above zero. Correct it, or delete the target."
    )
    _subject_uniq = models.UniqueIndex(
        "(company_id, kind, period, date_from, level, COALESCE(region_id, 0),"
        " COALESCE(department_id, 0),"
        " (CASE WHEN level = 'person' THEN user_id ELSE 0 END))",
        "There is such a target already. Change that one.",
    )
    _user_idx = models.Index("(user_id, date_from DESC)")

    @api.depends("date_from", "period")
    def _compute_date_to(self):
        for target in self:
            months = MONTHS.get(target.period)
            target.date_to = (
                target.date_from + relativedelta(months=months, days=-1)
                if target.date_from and months
                else False
            )

    @api.depends("level", "region_id", "department_id")
    def _compute_user_id(self):
        for target in self:
            if target.level == "region":
                # sudo: who manages what is no secret.
                target.user_id = target.region_id.sudo().manager_ids[:1]
            elif target.level == "department":
                target.user_id = target.department_id.sudo().manager_id.user_id
            elif target.level == "company":
                target.user_id = False
            else:
                target.user_id = target.user_id

    @api.depends("kind", "company_id")
    def _compute_currency_id(self):
        for target in self:
            is_money = target.kind in MONEY_KINDS
            target.currency_id = is_money and target.company_id.currency_id

    @api.depends("goal", "date_from", "period", "child_ids.goal", "child_ids.period")
    def _compute_gap_text(self):
        for target in self:
            # sudo: parts that one does not see belong to the sum.
            children = target.sudo().child_ids
            inside = children.filtered(lambda c, t=target: c.period == t.period)
            texts = [
                target._describe_gap(parts, label)
                for parts, label in (
                    (inside, self.env._("by unit")),
                    (children - inside, self.env._("by period")),
                )
                if parts
            ]
            target.gap_text = "; ".join(filter(None, texts))

    def _describe_gap(self, parts, label):
        gap = sum(parts.mapped("goal")) - self.goal
        if abs(gap) < 0.005:
            return ""
        values = {"parts": label, "gap": self._format_value(abs(gap))}
        if gap > 0:
            return self.env._("Divided %(parts)s: %(gap)s too much", **values)
        return self.env._("Divided %(parts)s: %(gap)s missing", **values)

    @api.constrains("level", "region_id", "department_id", "user_id")
    def _check_subject(self):
        for target in self:
            needed = {
                "region": target.region_id,
                "department": target.department_id,
                "person": target.user_id,
            }.get(target.level, True)
            if not needed:
                raise ValidationError(
                    self.env._(
                        "%(target)s: say whose target it is: choose the region, the "
                        "department or the person.",
                        target=target.display_name,
                    )
                )

    @api.constrains("parent_id", "kind", "date_from", "date_to", "level")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A target cannot be part of itself."))
        for target in self.filtered("parent_id"):
            # sudo: a leader may divide what only the director sees.
            parent = target.parent_id.sudo()
            if (
                parent.kind != target.kind
                or target.date_from < parent.date_from
                or target.date_to > parent.date_to
                or LEVELS.index(target.level) < LEVELS.index(parent.level)
            ):
                raise ValidationError(
                    self.env._(
                        "%(target)s is no part of %(parent)s: parts have the same "
                        "kind, lie in its period and belong to the same or a smaller "
                        "unit.",
                        target=target.display_name,
                        parent=parent.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        if not {"period", "date_from", "level"} & vals.keys():
            return super().write(vals)
        for target in self:
            super(CrmYishangTarget, target).write(target._clean(vals))
        return True

    def _clean(self, vals):
        """Return the values with the first day of the period, without other units."""
        vals = dict(vals)
        defaults = {} if self else self.default_get(["date_from", "level", "period"])
        now = {
            name: vals.get(name) or (self[name] if self else defaults.get(name))
            for name in ("date_from", "level", "period")
        }
        if now["date_from"] and now["period"]:
            day = fields.Date.to_date(now["date_from"])
            vals["date_from"] = date_utils.start_of(day, now["period"])
        if now["level"] != "region":
            vals["region_id"] = False
        if now["level"] != "department":
            vals["department_id"] = False
        return vals

    @api.model
    def _get_visible_domain(self, mode):
        """Nobody sets the own target, unless everybody's."""
        domain = super()._get_visible_domain(mode)
        if mode == "write" and not domain.is_true():
            domain &= Domain("user_id", "!=", self.env.uid)
        return domain

    def action_divide(self):
        """Open the wizard that divides the target."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Divide the Target"),
            "res_model": "crm.yishang.target.divide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_target_id": self.id},
        }

    def action_view_parts(self):
        """List what the target is divided into."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_target_action"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": [("parent_id", "=", self.id)],
            "context": {"default_parent_id": self.id, "default_kind": self.kind},
        }
