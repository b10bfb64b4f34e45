from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.targets import MONEY_KINDS, MONTHS

SALESPERSON = "crm_yishang.crm_yishang_group_salesperson"


class CrmYishangTargetDivide(models.TransientModel):
    """Divide a target into those of smaller units or of shorter periods."""

    _name = "crm.yishang.target.divide"
    _description = "Divide a Target"

    target_id = fields.Many2one("crm.yishang.target", required=True, ondelete="cascade")
    goal = fields.Monetary(related="target_id.goal", string="To Divide")
    currency_id = fields.Many2one(related="target_id.currency_id")
    into = fields.Selection(
        [
            ("region", "Regions"),
            ("department", "Departments"),
            ("person", "People"),
            ("quarter", "Quarters"),
            ("month", "Months"),
        ],
        required=True,
        default="person",
        string="Divide Into",
    )
    method = fields.Selection(
        [("equal", "In Equal Parts"), ("share", "By Last Year's Share")],
        required=True,
        default="equal",
        string="Divide By",
    )
    line_ids = fields.One2many(
        "crm.yishang.target.divide.line",
        "wizard_id",
        string="Divided",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    gap = fields.Monetary(
        string="Difference",
        compute="_compute_gap",
        help="Sum of the parts less the target.",
    )

    @api.depends("target_id", "into", "method")
    def _compute_line_ids(self):
        for wizard in self:
            parts = wizard._get_parts() if wizard.target_id else []
            wizard.line_ids = [
                Command.clear(),
                *(Command.create(vals) for vals in wizard._spread(parts)),
            ]

    @api.depends("line_ids.goal", "goal")
    def _compute_gap(self):
        for wizard in self:
            wizard.gap = sum(wizard.line_ids.mapped("goal")) - wizard.goal

    def _get_parts(self):
        """Return the values of the parts, without what each shall achieve."""
        target = self.target_id
        same = {"level": target.level, "period": target.period}
        same["date_from"] = target.date_from
        for name in ("region_id", "department_id", "user_id"):
            same[name] = target[name].id
        if self.into in MONTHS:
            return self._get_periods(same)
        units = getattr(self, f"_get_{self.into}_units")()
        column = {"person": "user_id"}.get(self.into, f"{self.into}_id")
        same |= {"level": self.into, "region_id": False, "department_id": False}
        same["user_id"] = False
        return [{**same, column: unit.id} for unit in units]

    def _get_periods(self, same):
        months, target = MONTHS[self.into], self.target_id
        if months >= MONTHS[target.period]:
            return []
        return [
            {
                **same,
                "period": self.into,
                "date_from": target.date_from + relativedelta(months=start),
            }
            for start in range(0, MONTHS[target.period], months)
        ]

    def _get_region_units(self):
        target = self.target_id
        return self.env["crm.yishang.region"].search(
            [("parent_id", "=", target.region_id.id)]
        )

    def _get_department_units(self):
        target = self.target_id
        below = self.env["hr.department"].search(
            [
                ("parent_id", "=", target.department_id.id),
                ("company_id", "in", (target.company_id.id, False)),
            ]
        )
        return below

    def _get_person_units(self):
        """Return the salespeople of the unit whose work the user may look at."""
        target = self.target_id
        domain = self.env["crm.yishang.people"]._get_domain()
        users = self.env["res.users"].search(
            domain & Domain("share", "=", False), order="name, id"
        )
        # sudo: who belongs to a unit is compared, not shown.
        users = users.sudo().filtered(lambda user: user.has_group(SALESPERSON))
        users = users.filtered(lambda user: target.company_id in user.company_ids)
        if target.level == "region":
            below = self.env["crm.yishang.region"].search(
                [("id", "child_of", target.region_id.id)]
            )
            users = users.filtered(lambda user: user.yishang_region_id in below)
        if target.level == "department":
            below = self.env["hr.department"].search(
                [("id", "child_of", target.department_id.id)]
            )
            users = users.filtered(lambda user: user.employee_id.department_id in below)
        return users.sudo(False)

    def _spread(self, parts):
        """Return the parts with their goals, which add up to the target."""
        if not parts:
            return []
        past = self._fetch_last_year(parts)
        weights = past if self.method == "share" and sum(past) > 0 else [1] * len(parts)
        digits = 2 if self.target_id.kind in MONEY_KINDS else 0
        total, rest = sum(weights), self.target_id.goal
        values = []
        for part, weight, last_year in zip(parts, weights, past, strict=True):
            goal = round(self.target_id.goal * weight / total, digits)
            rest -= goal
            values.append({**part, "last_year": last_year, "goal": goal})
        # What rounding leaves goes to the largest part.
        largest = max(values, key=lambda vals: vals["goal"])
        largest["goal"] = round(largest["goal"] + rest, digits)
        return values

    def _fetch_last_year(self, parts):
        """Return what each part achieved one year before, in their order."""
        common = {"company_id": self.target_id.company_id.id}
        common |= {"kind": self.target_id.kind, "goal": 1}
        past = self.env["crm.yishang.target"]
        for part in parts:
            day = part["date_from"] - relativedelta(years=1)
            past |= past.new({**common, **part, "date_from": day})
        # sudo: nothing but the own people and units are asked for.
        return past.sudo()._fetch_achieved()

    def action_divide(self):
        """Create the parts.

        :raise UserError: if there is nothing to divide into
        """
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.goal > 0)
        if not lines:
            raise UserError(
                self.env._(
                    "%(target)s: there is nothing to divide it into. Choose another "
                    "kind of parts.",
                    target=self.target_id.display_name,
                )
            )
        target = self.target_id
        targets = self.env["crm.yishang.target"]
        for line in lines:
            targets |= targets.create(
                {
                    "parent_id": target.id,
                    "company_id": target.company_id.id,
                    "kind": target.kind,
                    "period": line.period,
                    "date_from": line.date_from,
                    "level": line.level,
                    "region_id": line.region_id.id,
                    "department_id": line.department_id.id,
                    **({"user_id": line.user_id.id} if line.user_id else {}),
                    "goal": line.goal,
                }
            )
        return target.action_view_parts()
