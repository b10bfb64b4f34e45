from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

RUNNERS = (
    "crm_yishang.crm_yishang_group_director",
    "crm_yishang.crm_yishang_group_administrator",
)
# Customers that are valued while somebody waits; more of them in the background.
AT_ONCE = 2_000
# What a batch may sort and hash in, instead of 4 MB. Each step of a plan may take it,
# so it is not more.
MEMORY = "64MB"
# Which part of the work is done when customers are measured, and when all are graded.
MEASURED, GRADED = 60, 70


class CrmYishangValueRun(models.Model):
    """One computation of the value of all customers of a company.

    It measures in batches, grades all at once and writes in batches. Each batch is
    committed, and where a run stopped it goes on.
    """

    _name = "crm.yishang.value.run"
    _description = "Value Run"
    _inherit = ["crm.yishang.value.night.mixin", "crm.yishang.value.summary.mixin"]
    _order = "id DESC"
    _rec_name = "date"

    state = fields.Selection(
        [
            ("draft", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        required=True,
        default="draft",
        readonly=True,
    )
    phase = fields.Selection(
        [("measure", "Measuring"), ("grade", "Grading"), ("write", "Writing")],
        readonly=True,
    )
    last_id = fields.Integer(
        readonly=True, export_string_translation=False, help="Where the phase stands."
    )
    date = fields.Date(
        string="Figures Of",
        required=True,
        readonly=True,
        default=lambda self: self.env.company._yishang_get_day(),
    )
    date_start = fields.Datetime(string="Started At", readonly=True)
    date_done = fields.Datetime(string="Done At", readonly=True)
    failure = fields.Char(string="Why It Failed", readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    progress = fields.Integer(
        string="Progress of the Run",
        compute="_compute_progress",
        help="In percent.",
        aggregator=None,
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    done_count = fields.Integer(
        string="Customers Done", readonly=True, help="In this phase."
    )
    vital_share = fields.Float(readonly=True)
    limit_a = fields.Float(string="Grade A From", readonly=True)
    limit_b = fields.Float(string="Grade B From", readonly=True)
    limit_c = fields.Float(string="Grade C From", readonly=True)
    cut_a = fields.Float(string="Class A Up To", readonly=True)
    cut_b = fields.Float(string="Class B Up To", readonly=True)
    parameters = fields.Json(
        readonly=True, help="Indicators, weights and bands as they were used."
    )

    _open_uniq = models.UniqueIndex(
        "(company_id) WHERE state IN ('draft', 'running')",
        "The customers of this company are being valued already.",
    )

    @api.depends("state", "phase", "done_count", "customer_count")
    def _compute_progress(self):
        for run in self:
            part = min(run.done_count / (run.customer_count or 1), 1)
            run.progress = {
                "measure": MEASURED * part,
                "grade": MEASURED,
                "write": GRADED + (100 - GRADED) * part,
            }.get(run.phase, 0)
            if run.state == "done":
                run.progress = 100

    @api.depends("date", "company_id")
    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._(
                "Customer value of %(date)s",
                date=fields.Date.to_string(run.date) if run.date else "",
            )

    @api.model
    def action_start(self):
        """Value the customers of the current company, now or in the background.

        :return: what the browser opens: the run
        """
        self._check_role()
        company = self.env.company
        open_ = self._get_open_domain() & fields.Domain("company_id", "=", company.id)
        # sudo: users write nothing of a run themselves.
        run = self.sudo().search(open_, limit=1) or self.sudo().create({})
        run._go_on()
        return run.sudo(False)._get_form_action()

    def action_retry(self):
        """Go on where a run failed."""
        self._check_role()
        self.check_access("read")
        # sudo: the role was checked; runs are written by no one directly.
        run = self.sudo()
        if run.state != "failed":
            raise UserError(
                self.env._("%(run)s has not failed.", run=self.display_name)
            )
        run.write({"state": "running" if run.phase else "draft", "failure": False})
        run._go_on()

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    @api.model
    def _check_role(self):
        if not self.env.su and not any(map(self.env.user.has_group, RUNNERS)):
            raise AccessError(
                self.env._(
                    "Only directors and administrators of the CRM value customers."
                )
            )

    @api.model
    def _get_open_domain(self):
        return fields.Domain("state", "in", ("draft", "running"))

    def _go_on(self):
        """Finish a small run at once, hand a big one to the scheduler."""
        partners = self.env["res.partner"]
        domain = [("yishang_is_customer", "=", True)]
        if partners.search_count(domain, limit=AT_ONCE + 1) > AT_ONCE:
            # sudo: jobs are the administrator's, this one is only woken.
            self.env.ref("crm_yishang.crm_yishang_value_run_cron").sudo()._trigger()
        else:
            while self._advance():
                pass

    def _advance(self):
        """Do the next step of a run.

        :return: whether there is another one
        """
        self.ensure_one()
        # Raw SQL: of this transaction alone.
        self.env.cr.execute("SET LOCAL work_mem = %s", [MEMORY])
        if self.state == "draft":
            self._begin()
        elif self.state == "running":
            getattr(self, f"_step_{self.phase}")()
        return self.state == "running"

    def _begin(self):
        """Freeze what the run values by."""
        company = self.company_id
        indicators = self.env["crm.yishang.value.indicator"].search(
            [("active", "=", True)]
        )
        if not indicators:
            raise UserError(
                self.env._("No indicator counts. Switch some on, then start again.")
            )
        customers = self.env["res.partner"]
        self.write(
            {
                "state": "running",
                "phase": "measure",
                "date_start": fields.Datetime.now(),
                "customer_count": customers.search_count(
                    [
                        ("yishang_is_customer", "=", True),
                        ("company_id", "in", (company.id, False)),
                    ]
                ),
                "vital_share": company.yishang_value_vital,
                "cut_a": company.yishang_value_cut_a,
                "cut_b": company.yishang_value_cut_b,
                **{
                    f"limit_{name}": company[f"yishang_value_limit_{name}"]
                    for name in "abc"
                },
                "parameters": {
                    "indicators": indicators._freeze(),
                    "weights": company._yishang_get_value_weights(),
                },
            }
        )

    def _step_measure(self):
        measured = self.env["crm.yishang.value.measure"]._measure(self)
        if measured:
            count, last = measured
            self.write({"done_count": self.done_count + count, "last_id": last})
        else:
            self.write({"phase": "grade", "last_id": 0})

    def _step_grade(self):
        found = self.env["crm.yishang.value.grader"]._grade(self)
        self.write({**found, "phase": "write", "last_id": 0, "done_count": 0})

    def _step_write(self):
        writer = self.env["crm.yishang.value.writer"]
        written = writer._write_next(self)
        if written:
            count, noted, last = written
            self.write(
                {
                    "done_count": self.done_count + count,
                    "changed_count": self.changed_count + noted,
                    "last_id": last,
                }
            )
        elif self.done_count < self.customer_count:
            # The server fell over, and with it what is not logged.
            self.write({"phase": "grade", "last_id": 0, "changed_count": 0})
        else:
            writer._finish(self)
            self.write(
                {
                    "state": "done",
                    "phase": False,
                    "date_done": fields.Datetime.now(),
                    **self._count_results(),
                }
            )

    def _get_indicators(self):
        """Return the indicators as they were frozen, in the order of the arrays."""
        return (self.parameters or {}).get("indicators", [])
