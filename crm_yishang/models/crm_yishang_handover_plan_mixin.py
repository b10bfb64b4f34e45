from collections import Counter
from itertools import cycle

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CrmYishangHandoverPlanMixin(models.AbstractModel):
    """What a handover would do, shown before it does it."""

    _name = "crm.yishang.handover.plan.mixin"
    _description = "Plan of a Handover"

    preview = fields.Json(
        readonly=True, copy=False, export_string_translation=False, help="As planned."
    )
    result = fields.Json(
        readonly=True, copy=False, export_string_translation=False, help="As done."
    )
    summary = fields.Html(
        string="What Moves", compute="_compute_summary", sanitize=False
    )

    @api.depends("preview", "result")
    @api.depends_context("lang")
    def _compute_summary(self):
        """Shown on the form of one handover."""
        for handover in self:
            facts = handover.result or handover.preview
            handover.summary = facts and self.env["ir.qweb"]._render(
                "crm_yishang.crm_yishang_handover_summary",
                handover._get_summary(facts),
            )

    def _get_summary(self, facts):
        """Return what the table of the form is drawn from, all of it texts."""
        ids = [user_id for user_id, _count in facts["owners"] if user_id]
        # sudo: the names of colleagues are no secret.
        users = {user.id: user for user in self.env["res.users"].sudo().browse(ids)}
        owners = [
            (users[user_id].name if user_id else self.env._("Public Pool"), count)
            for user_id, count in facts["owners"]
        ]
        sections = [
            (self.env._("Goes along with the customers"), "", facts["along"]),
            (
                self.env._("Other work"),
                self.work_user_id.sudo().name,
                facts["work"],
            ),
            (
                self.env._("People, regions and teams"),
                self.staff_user_id.sudo().name,
                facts["staff"],
            ),
        ]
        labels = self._get_model_labels()
        return {
            "is_done": bool(self.result),
            "owners": owners,
            "total": sum(count for _name, count in owners),
            "rest": facts.get("rest", 0),
            "sections": [
                (
                    title,
                    name or "",
                    [
                        (labels.get(model) or self._get_model_label(model), count)
                        for model, count in sorted(counts.items())
                    ],
                )
                for title, name, counts in sections
                if counts
            ],
        }

    @api.model
    def _get_model_labels(self):
        return {
            "calendar.event": self.env._("Meetings"),
            "crm.lead": self.env._("Open Opportunities and Leads"),
            "crm.team": self.env._("Sales Teams Led"),
            "crm.team.member": self.env._("Team Memberships"),
            "crm.yishang.contract": self.env._("Open Contracts"),
            "crm.yishang.grant": self.env._("Collaborations"),
            "crm.yishang.instruction": self.env._("Open Instructions"),
            "crm.yishang.region": self.env._("Regions in Charge"),
            "crm.yishang.service.case": self.env._("Open Service Cases"),
            "crm.yishang.visit": self.env._("Planned Visits"),
            "hr.employee": self.env._("Subordinates"),
            "mail.activity": self.env._("Activities"),
            "mail.followers": self.env._("Followed Documents"),
            "res.partner": self.env._("Contacts"),
            "sale.order": self.env._("Open Quotations"),
        }

    @api.model
    def _get_model_label(self, name):
        # sudo: the name of a model is shown to all.
        return self.env["ir.model"]._get(name).sudo().name

    def action_preview(self):
        """Show how many customers would go to whom, and what would go along."""
        for handover in self:
            handover.check_access("read")
            handover._check_state("draft", "requested", "failed")
            # sudo: counted, whoever may see it; the preview is not entered.
            handover.sudo().preview = handover.sudo()._get_preview()

    def _get_preview(self):
        plan, rest = self._get_plan()
        mover = self.env["crm.yishang.ownership.mover"]
        user_id = self.user_id.id
        mover._plan([(id_, user_id, new, None, None) for id_, new in plan.items()])
        along = {
            name: mover._count_targets(mover._sql_targets(self.env[name]))
            for name in mover._get_moving_models()
        }
        work = self.env["crm.yishang.ownership.work"]
        return {
            "owners": self._count_owners(plan),
            "rest": len(rest),
            "along": {name: count for name, count in along.items() if count},
            "work": work._count(self.user_id, moving_along=True),
            "staff": self._count_staff(),
        }

    @api.model
    def _count_owners(self, plan):
        """Return ``[[user id or False, customers]]``, the pool last."""
        counts = Counter(plan.values())
        return [
            [user_id, counts[user_id]]
            for user_id in sorted(counts, key=lambda id_: (not id_, id_))
        ]

    def _get_plan(self):
        """Return who gets each customer, and the customers no line fits.

        :return: ``{customer id: user id or False}``, list of customer ids
        """
        self.ensure_one()
        plan, rest = {}, self._find_customers()
        for line in self.line_ids.sorted():
            fits = line._get_test()
            taken = [row[0] for row in rest if fits(row)]
            if taken:
                plan.update(zip(taken, cycle(line._get_targets()), strict=False))
                rest = [row for row in rest if row[0] not in plan]
        return plan, [row[0] for row in rest]

    def _find_customers(self):
        """Return (customer id, region id, type id) of all customers of the leaver.

        Raw SQL: tens of thousands of rows of three numbers, and archived ones, too.
        """
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT id, yishang_region_id, yishang_type_id FROM res_partner
                WHERE yishang_scope_key = %s AND yishang_customer_id = id
                ORDER BY id
                """,
                self.user_id.id,
            )
        )

    def _check_rest(self, rest):
        """Check that a line fits each customer.

        :raise UserError: saying how many are left over
        """
        if rest:
            raise UserError(
                self.env._(
                    "%(handover)s: no line fits %(count)s customers. Add a line for "
                    "all others.",
                    handover=self.display_name,
                    count=len(rest),
                )
            )
