from datetime import datetime, time, timezone

import pytz

from odoo import api, fields, models, tools

# Where the days of a company begin as long as its contact has no time zone.
DEFAULT_TIME_ZONE = "Asia/Shanghai"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = [
        "crm.yishang.company.contract.mixin",
        "crm.yishang.company.discount.mixin",
        "crm.yishang.company.collection.mixin",
        "crm.yishang.company.duplicate.mixin",
        "crm.yishang.company.pool.mixin",
        "crm.yishang.company.lifecycle.mixin",
        "crm.yishang.company.reminder.mixin",
        "crm.yishang.company.value.mixin",
        "crm.yishang.company.revision.mixin",
        "crm.yishang.company.receipt.mixin",
        "crm.yishang.company.risk.mixin",
        "crm.yishang.company.service.mixin",
        "crm.yishang.apart.mixin",
        "res.company",
    ]
    # What each confirmed order asks for.
    _yishang_prefetched = frozenset(
        ("yishang_dormant_months", "yishang_is_discount_limited")
    )

    yishang_visibility_in_force = fields.Boolean(
        string="Visibility in Force",
        help="Customers and their documents are narrowed to what each role may see. "
        "Until then the other apps decide alone.",
    )
    yishang_scope_version = fields.Integer(
        default=0,
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Counts the rebuilds of the scope table, so that two of them at the same "
        "time conflict in the database.",
    )
    yishang_visit_lock_hours = fields.Integer(
        string="Records Stay Open",
        default=24,
        help="Hours in which the author may still change a finished record; 0: none.",
    )

    yishang_instruction_unread_hours = fields.Integer(
        string="Instructions Stay Unread",
        default=24,
        help="Hours after which the superiors are told that an instruction is not "
        "read; 0: never.",
    )

    yishang_former_owner_days = fields.Integer(
        string="Former Owners Read On",
        default=0,
        help="Days in which a former owner still reads a customer that was handed on; "
        "0: none.",
    )

    yishang_handover_undo_days = fields.Integer(
        string="Handovers Can Be Undone",
        default=7,
        help="Days in which a handover can be undone; 0: never.",
    )

    yishang_contract_limit = fields.Monetary(
        string="Contracts Approved From",
        help="Contracts below this amount are signed without approval. 0: every "
        "contract is approved, as is one without amount.",
    )

    _check_yishang_contract_limit = models.Constraint(
        "CHECK (yishang_contract_limit >= 0)",
        "The amount from which contracts are approved cannot be negative.",
    )
    _check_yishang_handover_undo_days = models.Constraint(
        "CHECK (yishang_handover_undo_days >= 0)",
        "The days in which handovers can be undone cannot be negative.",
    )
    _check_yishang_former_owner_days = models.Constraint(
        "CHECK (yishang_former_owner_days >= 0)",
        "The days in which former owners read on cannot be negative.",
    )
    yishang_masked_group_ids = fields.Many2many(
        "res.groups",
        relation="crm_yishang_masked_group_rel",
        string="Roles That See Masks",
        help="They see phone numbers and mail addresses of customers in part only, "
        "except those of their own customers.",
    )

    _check_yishang_instruction_unread_hours = models.Constraint(
        "CHECK (yishang_instruction_unread_hours >= 0)",
        "The hours in which instructions stay unread cannot be negative.",
    )
    _check_yishang_visit_lock_hours = models.Constraint(
        "CHECK (yishang_visit_lock_hours >= 0)",
        "The hours in which records stay open cannot be negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.partner_id._yishang_recompute_scope()
        self.env.registry.clear_cache()
        self.env["crm.yishang.policy"]._forget()
        self.env["ir.sequence"]._yishang_create_missing(companies)
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.partner_id._yishang_recompute_scope()
        if {"partner_id", "currency_id"} & vals.keys():
            self.env.registry.clear_cache()
        if "yishang_masked_group_ids" in vals:
            self.env.registry.clear_cache()
            self.env["crm.yishang.mask"]._forget()
        if "yishang_visibility_in_force" in vals:
            self.env.registry.clear_cache()
            self.env["crm.yishang.policy"]._forget()
            if vals["yishang_visibility_in_force"]:
                self.env["crm.yishang.grant"]._open_for_all_work()
        return result

    @api.model
    @tools.ormcache()
    def _yishang_get_companies_in_force(self):
        """Return the ids of the companies that narrow their customers."""
        # sudo: the question is asked for every user, also one without that company.
        companies = self.sudo().search([("yishang_visibility_in_force", "=", True)])
        return frozenset(companies.ids)

    @api.model
    @tools.ormcache()
    def _yishang_get_masked_groups(self):
        """Return the ids of the roles that see masks, ``{company id: frozenset}``."""
        # sudo: the question is asked for every user, also one without that company.
        companies = self.sudo().search([("yishang_masked_group_ids", "!=", False)])
        return {
            company.id: frozenset(company.yishang_masked_group_ids.ids)
            for company in companies
        }

    def _yishang_get_tz(self):
        """Return the time zone in which the days of the company begin."""
        self.ensure_one()
        zones = self._yishang_get_zones()
        return pytz.timezone(zones.get(self._origin.id, DEFAULT_TIME_ZONE))

    @api.model
    @tools.ormcache()
    def _yishang_get_zones(self):
        """Return the time zone of each company, archived ones too, ``{id: name}``."""
        # sudo: days begin where they begin, whoever may see company and contact.
        # Companies are few. pylint: disable=no-search-all
        companies = self.sudo().with_context(active_test=False).search([])
        return {one.id: one.partner_id.tz or DEFAULT_TIME_ZONE for one in companies}

    def _yishang_get_currency_id(self):
        """Return the id of the currency, without reading the company for it."""
        self.ensure_one()
        return self._yishang_get_currency_ids().get(self._origin.id)

    def _yishang_get_digits(self):
        """Return how many decimals amounts of the company have, nothing read either."""
        currency_id = self._yishang_get_currency_id()
        known = self.env["res.currency"].get_all_currencies().get(currency_id)
        return known["digits"][1] if known else self.currency_id.decimal_places

    @api.model
    @tools.ormcache()
    def _yishang_get_currency_ids(self):
        """Return the currency of each company, archived ones too, ``{id: id}``."""
        # sudo: every report asks, whoever may see the company.
        # Companies are few. pylint: disable=no-search-all
        companies = self.sudo().with_context(active_test=False).search([])
        return {one.id: one.currency_id.id for one in companies}

    def _yishang_get_start(self, day):
        """Return the moment in UTC at which a day begins where the company is."""
        start = self._yishang_get_tz().localize(datetime.combine(day, time.min))
        return start.astimezone(pytz.utc).replace(tzinfo=None)

    def _yishang_get_day(self, moment=None):
        """Return the day of a moment where the company is.

        :param moment: datetime in UTC, now by default; a date stays what it is
        """
        moment = moment or fields.Datetime.now()
        if not isinstance(moment, datetime):
            return moment
        if not moment.tzinfo:
            moment = moment.replace(tzinfo=timezone.utc)
        return moment.astimezone(self._yishang_get_tz()).date()
