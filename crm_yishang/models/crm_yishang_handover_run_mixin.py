from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import retrying

# Customers that move while the browser waits; more of them move in the background.
AT_ONCE = 2000


class CrmYishangHandoverRunMixin(models.AbstractModel):
    """A handover is done in one transaction: all of it or nothing."""

    _name = "crm.yishang.handover.run.mixin"
    _description = "Running a Handover"

    date_done = fields.Datetime(string="Done At", readonly=True, copy=False)
    failure = fields.Char(
        string="Why It Failed",
        readonly=True,
        copy=False,
        help="Nothing has moved then.",
    )
    move_ids = fields.Many2many(
        "crm.yishang.ownership.move",
        "crm_yishang_handover_move_rel",
        readonly=True,
        copy=False,
        export_string_translation=False,
    )

    def action_start(self):
        """Do the handover, approving it if it was asked for.

        Very many customers move in the background: the page can be left.
        """
        self.ensure_one()
        self._check_decide()
        self._check_state("draft", "requested", "failed")
        # sudo: all that hangs on the customers moves, whoever may see it.
        handover = self.sudo()
        plan, rest = handover._get_plan()
        self._check_rest(rest)
        self._check_targets(plan)
        # Written first: of two people who press the button one has to wait, and fails.
        handover.write(
            {"approver_id": self.env.uid, "state": "approved", "failure": False}
        )
        if len(plan) > AT_ONCE:
            self.env.ref(
                "crm_yishang.crm_yishang_handover_cron_execute"
            ).sudo()._trigger()
        else:
            handover._execute()

    def _check_targets(self, plan):
        """Check that the successors can take what they are given.

        :raise UserError: naming who cannot, and why
        """
        ids = {user_id for user_id in plan.values() if user_id}
        others = self.work_user_id | self.staff_user_id
        # sudo: the employee of a colleague is not readable for everybody.
        users = (self.env["res.users"].browse(ids) | others).sudo()
        if gone := users.filtered(lambda user: not user.active or user.share):
            raise UserError(
                self.env._(
                    "%(user)s is no longer here. Choose another successor.",
                    user=gone[0].name,
                )
            )
        ownership = self.env["crm.yishang.ownership"]
        for user in users:
            ownership._check_employed({"user_id": user.id})
        if ownership._is_free():
            return
        allowed = ownership._get_assignable_domain()
        superior = self.user_id._yishang_get_superior()
        if strangers := (users - superior) - users.filtered_domain(allowed):
            raise UserError(
                self.env._(
                    "%(user)s does not belong to your team. Choose somebody of your "
                    "team or the superior, or ask your own superior to do the "
                    "handover.",
                    user=strangers[0].name,
                )
            )

    def _execute(self):
        """Move everything, in the name of whoever decided on it."""
        self._check_state("approved", "running")
        plan, rest = self._get_plan()
        self._check_rest(rest)
        env = self._get_move_env()
        kind = "freeze" if self.kind == "freeze" else "handover"
        moves = env["crm.yishang.ownership.move"]
        work_move = moves._begin(kind, self.note)
        self.with_env(env)._move_staff(work_move, plan)
        customer_move = env["crm.yishang.ownership"]._transfer(
            env["res.partner"].browse(plan), kind, owners=plan, reason=self.note
        )
        self.with_env(env)._move_work(work_move, customer_move)
        self._finish(plan, customer_move, work_move)

    def _get_move_env(self):
        """Return the environment in which customers move: whose deed it is."""
        approver = self.approver_id or self.env.user
        return (
            self.with_user(approver)
            .with_company(self.company_id)
            .with_context(lang=approver.lang)
            # sudo: see action_start.
            .sudo()
            .env
        )

    def _move_work(self, move, customer_move):
        """Give away what is left to do when the customers have gone.

        :raise UserError: if there is something, and nobody to take it
        """
        work = self.env["crm.yishang.ownership.work"]
        if self.work_user_id:
            work._move(move, self.user_id, self.work_user_id, customer_move)
        elif counts := work._count(self.user_id):
            labels = self._get_model_labels()
            raise UserError(
                self.env._(
                    "%(handover)s: there is other open work (%(kinds)s). Choose who "
                    "gets it.",
                    handover=self.display_name,
                    kinds=self.env._(", ").join(
                        labels.get(name) or self._get_model_label(name)
                        for name in sorted(counts)
                    ),
                )
            )

    def _finish(self, plan, customer_move, work_move):
        """Note what was done, and tell the superiors of both sides."""
        staff, work = {}, {}
        for name, count in work_move._get_counts().items():
            part = staff if name in self._get_staff_models() else work
            part[name] = count
        self.write(
            {
                "date_done": fields.Datetime.now(),
                "failure": False,
                "move_ids": (customer_move | work_move).ids,
                "result": {
                    "owners": self._count_owners(plan),
                    "along": customer_move._get_counts(),
                    "work": work,
                    "staff": staff,
                },
                "state": "done",
                "successor_ids": [id_ for id_ in {*plan.values()} if id_]
                + self.work_user_id.ids
                + self.staff_user_id.ids,
            }
        )
        subject = self.env._(
            "%(handover)s is done: %(count)s customers",
            handover=self.display_name,
            count=len(plan),
        )
        self._tell_leaders(subject)

    def _tell_leaders(self, subject):
        """Tell the superiors of the leaver and of all successors, once each."""
        users = self.user_id | self.successor_ids
        leaders = self.env["res.users"].union(
            *(user._yishang_get_superior() for user in users)
        )
        leaders |= self.requester_id | self.approver_id
        self.with_env(self._get_move_env())._tell(
            leaders - self.approver_id, subject, self.note
        )

    @api.model
    def _cron_execute(self):
        """Do what is waiting, each handover in a transaction of its own."""
        # The job runs once at a time: what is running now was broken off.
        for handover in self.search([("state", "=", "running")]):
            handover._run_apart("_fail", self.env._("The server was stopped."))
        for handover in self.search([("state", "=", "approved")], order="id"):
            handover._run_apart("_set_running")
            try:
                handover._run_apart("_execute")
            except Exception as error:  # noqa: BLE001
                # Whatever it was: nothing has moved, and people are told.
                handover._run_apart("_fail", str(error))

    def _run_apart(self, method, *arguments):
        """Call a method in a new transaction, again if others were in the way."""
        with self.env.registry.cursor() as cr:
            handover = self.with_env(api.Environment(cr, SUPERUSER_ID, {}))
            retrying(lambda: getattr(handover, method)(*arguments), handover.env)

    def _set_running(self):
        self.state = "running"

    def _fail(self, reason):
        """Note why nothing has moved, and tell whoever wanted it."""
        self.write({"failure": reason, "state": "failed"})
        handover = self.with_env(self._get_move_env())
        handover._tell(
            self.requester_id | self.approver_id,
            handover.env._("Failed: %(handover)s") % handover._get_said(),
            reason,
        )
