from odoo import api, fields, models


class CrmYishangContractServiceMixin(models.AbstractModel):
    """What a service contract entitles the customer to, and what is left of it.

    0: nothing agreed.
    """

    _name = "crm.yishang.contract.service.mixin"
    _description = "Entitlement of a Service Contract"

    case_limit = fields.Integer(
        string="Cases Included",
        help="Service cases the customer may open in the period; 0: none agreed.",
    )
    visit_limit = fields.Integer(
        string="Visits Included",
        help="Service visits in the period; 0: none agreed.",
    )
    response_hours = fields.Float(
        string="Answer Within",
        help="Working hours in which the customer is answered; 0: none agreed.",
    )
    policy_id = fields.Many2one(
        "crm.yishang.service.policy",
        string="Service Time Limit",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="Time limits of the cases under this contract. Empty: those everybody "
        "has.",
    )
    case_ids = fields.One2many(
        "crm.yishang.service.case", "contract_id", string="Service Cases"
    )
    visit_ids = fields.One2many(
        "crm.yishang.visit", "contract_id", string="Service Visits"
    )
    case_used = fields.Integer(string="Cases Used", compute="_compute_used")
    case_left = fields.Integer(
        string="Cases Left",
        compute="_compute_used",
        help="Of those included; 0 also where none is agreed.",
    )
    visit_used = fields.Integer(string="Visits Used", compute="_compute_used")
    visit_left = fields.Integer(
        string="Visits Left",
        compute="_compute_used",
        help="Of those included; 0 also where none is agreed.",
    )
    entitlement = fields.Char(string="Used / Included", compute="_compute_entitlement")
    is_used_up = fields.Boolean(compute="_compute_used")

    _check_entitlement = models.Constraint(
        "CHECK (case_limit >= 0 AND visit_limit >= 0 AND response_hours >= 0)",
        "What a service contract entitles to cannot be negative.",
    )

    @api.depends("case_ids.state", "case_limit", "visit_ids.state", "visit_limit")
    def _compute_used(self):
        """Count cases and visits under the contracts, in one query each."""
        cases = self._count_used(
            "crm.yishang.service.case", [("state", "!=", "cancelled")]
        )
        visits = self._count_used("crm.yishang.visit", [("state", "=", "done")])
        for contract in self:
            contract.case_used = cases.get(contract.id, 0)
            contract.visit_used = visits.get(contract.id, 0)
            contract.case_left = max(contract.case_limit - contract.case_used, 0)
            contract.visit_left = max(contract.visit_limit - contract.visit_used, 0)
            contract.is_used_up = any(
                limit and used >= limit
                for used, limit in (
                    (contract.case_used, contract.case_limit),
                    (contract.visit_used, contract.visit_limit),
                )
            )

    def _count_used(self, name, domain):
        """Return ``{contract id: number of records}`` of a model under contracts."""
        # sudo: what is used up does not depend on who is asked.
        rows = (
            self.env[name]
            .sudo()
            ._read_group(
                [("contract_id", "in", self.ids), *domain], ["contract_id"], ["__count"]
            )
        )
        return {contract.id: count for contract, count in rows}

    @api.depends("kind", "case_used", "case_limit", "visit_used", "visit_limit")
    @api.depends_context("lang")
    def _compute_entitlement(self):
        for contract in self:
            parts = []
            if contract.kind == "service" and contract.case_limit:
                counted = f"{contract.case_used}/{contract.case_limit}"
                parts.append(self.env._("Cases %(counted)s", counted=counted))
            if contract.kind == "service" and contract.visit_limit:
                counted = f"{contract.visit_used}/{contract.visit_limit}"
                parts.append(self.env._("Visits %(counted)s", counted=counted))
            contract.entitlement = " · ".join(parts)

    def _get_case_warning(self):
        """Return why the contract does not cover a case, or False."""
        if not self:
            return False
        if self.state == "expired":
            return self.env._(
                "The service contract %(contract)s ended on %(day)s.",
                contract=self.name,
                day=self.env["crm.yishang.print"]._format_cell("date", self.date_end),
            )
        if self.case_limit and self.case_used > self.case_limit:
            return self.env._(
                "The service contract %(contract)s includes %(limit)s cases; with this "
                "one it is %(used)s.",
                contract=self.name,
                limit=self.case_limit,
                used=self.case_used,
            )
        return False

    def _get_visit_warning(self):
        """Return why the contract does not cover a visit, or False."""
        if self and self.state != "expired" and self.visit_limit:
            if self.visit_used >= self.visit_limit:
                return self.env._(
                    "The service contract %(contract)s includes %(limit)s visits; "
                    "%(used)s are done.",
                    contract=self.name,
                    limit=self.visit_limit,
                    used=self.visit_used,
                )
            return False
        return self._get_case_warning() if self.state == "expired" else False

    def action_view_cases(self):
        """Open the cases under the contract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_service_case_action_all"
        )
        action["domain"] = [("contract_id", "=", self.id)]
        action["context"] = {
            "default_partner_id": self.partner_id.id,
            "default_contract_id": self.id,
        }
        return action

    def action_view_visits(self):
        """Open the visits under the contract."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.yishang.visit",
            "view_mode": "list,form",
            "domain": [("contract_id", "=", self.id)],
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_contract_id": self.id,
            },
            "name": self.env._("Service Visits"),
        }
