from datetime import date

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

# Numbering rules every company gets: sequence code -> (name, prefix of the number).
DOCUMENTS = {
    "crm.yishang.contract": ("Contract", "HT"),
    "crm.yishang.customer": ("Customer", "KH"),
    "crm.yishang.receipt": ("Receipt", "SK"),
    "crm.yishang.revision": ("Revision Request", "XD"),
    "crm.yishang.service.case": ("Service Case", "FW"),
    "crm.yishang.visit": ("Visit", "BF"),
    # The host's own code: a sequence of the company goes before the shared one.
    "sale.order": ("Sales Order", "XS"),
}

# Documents of the host: its other code may give them any numbers.
HOST_CODES = frozenset(("sale.order",))
# How a prefix names the day: of the month, of the year.
DAY_PARTS = ("day)s", "doy)s")

# The counter starts at 1 every day, so that these days, of which some share the day,
# the month, the weekday or all but the year, must not share the text around it.
PROBE_DAYS = (
    date(2024, 1, 1),
    date(2024, 1, 2),
    date(2024, 1, 8),
    date(2024, 1, 15),
    date(2024, 2, 1),
    date(2025, 1, 1),
)


class IrSequence(models.Model):
    _name = "ir.sequence"
    _inherit = ["crm.yishang.daily.number.mixin", "ir.sequence"]

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        super()._compute_display_name()
        labels = {
            "crm.yishang.customer": self.env._("Customer"),
            "crm.yishang.receipt": self.env._("Receipt"),
            "crm.yishang.revision": self.env._("Revision Request"),
            "crm.yishang.service.case": self.env._("Service Case"),
            "crm.yishang.visit": self.env._("Visit"),
            "sale.order": self.env._("Sales Order"),
        }
        for sequence in self.filtered(lambda sequence: sequence.code in labels):
            sequence.display_name = labels[sequence.code]

    @api.constrains("yishang_is_daily", "implementation", "prefix", "suffix")
    def _check_yishang_is_daily(self):
        for sequence in self.filtered("yishang_is_daily"):
            if sequence.implementation != "standard":
                raise ValidationError(
                    self.env._(
                        "%(name)s: daily numbers leave gaps, so that nobody waits for "
                        "the number of somebody else. "
                        "Choose the standard implementation.",
                        name=sequence.name,
                    )
                )
            texts = {sequence._get_prefix_suffix(day, day) for day in PROBE_DAYS}
            if len(texts) < len(PROBE_DAYS):
                raise ValidationError(
                    self.env._(
                        "%(name)s: the counter starts again every day, so the prefix "
                        "must contain the year, the month and the day, for example "
                        "%(example)s.",
                        name=sequence.name,
                        example="KH%(range_year)s%(range_month)s%(range_day)s",
                    )
                )

    def write(self, vals):
        """A host's document whose new prefix names no day has no daily numbers."""
        if "yishang_is_daily" not in vals and "prefix" in vals:
            if not any(part in (vals["prefix"] or "") for part in DAY_PARTS):
                self.filtered(
                    lambda sequence: (
                        sequence.code in HOST_CODES and sequence.yishang_is_daily
                    )
                ).yishang_is_daily = False
        return super().write(vals)

    def _next(self, sequence_date=None):
        if not self.yishang_is_daily:
            return super()._next(sequence_date=sequence_date)
        return self._yishang_draw(1, sequence_date)[0]

    @api.model
    def _yishang_next_many(self, code, count, company=None):
        """Draw many numbers at once, with as many queries as for one.

        :param code: of the sequence
        :param count: how many numbers, may be 0
        :param company: whose counter to draw from, the current company by default
        :return: list of `count` texts, ascending
        :raise UserError: if the company has no such sequence
        """
        self.browse().check_access("read")
        company = company or self.env.company
        numbers = self._yishang_draw_daily(code, company, count)
        if numbers is not None:
            return numbers
        sequence = self._yishang_find(code, company)
        if sequence.implementation != "standard":
            return [sequence._next() for _number in range(count)]
        return sequence._yishang_draw(count)

    @api.model
    def _yishang_find(self, code, company):
        """Return the numbering rule of a company.

        :raise UserError: if there is none
        """
        domain = [("code", "=", code), ("company_id", "in", [company.id, False])]
        sequence = self.search(domain, order="company_id", limit=1)
        if not sequence:
            raise UserError(
                self.env._(
                    "%(company)s has no numbering rule %(code)s, or it is archived. "
                    "The administrator finds the rules under Settings / Numbering.",
                    company=company.name,
                    code=code,
                )
            )
        return sequence

    def _yishang_draw(self, count, sequence_date=None):
        """Draw numbers from a sequence of implementation `standard`.

        :return: list of `count` texts
        """
        self.ensure_one()
        moment = sequence_date or self.env.context.get("ir_sequence_date")
        if self.yishang_is_daily:
            day = self._yishang_get_day(moment)
            prefix, suffix = self._get_prefix_suffix(day, day)
            numbers = self._yishang_draw_of_day(day, count)
        else:
            counter, (prefix, suffix) = self._yishang_get_counter(moment)
            numbers = self._yishang_draw_from(counter, count)
        return [f"{prefix}{number:0{self.padding}d}{suffix}" for number in numbers]

    def _yishang_get_counter(self, moment):
        """Return what numbers of a moment consist of, where they are not daily.

        :return: (name of the PostgreSQL sequence, (text before, text behind))
        """
        counter = f"ir_sequence_{self.id:03d}"
        if self.use_date_range:
            date_range = self._get_current_sequence(self._yishang_get_day(moment))
            texts = self._get_prefix_suffix(moment, date_range.date_from)
            return f"{counter}_{date_range.id:03d}", texts
        return counter, self._get_prefix_suffix(moment)

    @api.model
    def _yishang_create_missing(self, companies=None):
        """Give companies the numbering rules they do not have yet.

        They get an external id, so that uninstalling takes them away again, and are
        never updated, because they belong to the administrator.

        :param companies: all companies by default
        """
        # sudo: every company gets the rules, also those of other people.
        sequences_sudo = self.sudo().with_context(active_test=False)
        # Companies are few. pylint: disable=no-search-all
        companies = companies or self.env["res.company"].sudo().search([])
        existing = sequences_sudo._read_group(
            [("code", "in", list(DOCUMENTS)), ("company_id", "in", companies.ids)],
            ["code", "company_id"],
        )
        known = {(code, company.id) for code, company in existing}
        sequences_sudo._load_records(
            [
                sequences_sudo._yishang_prepare(code, company)
                for company in companies
                for code in DOCUMENTS
                if (code, company.id) not in known
            ]
        )

    @api.model
    def _yishang_prepare(self, code, company):
        """Return the external id and the values of one numbering rule."""
        name, prefix = DOCUMENTS[code]
        xml_name = f"{code.replace('.', '_')}_sequence_company_{company.id}"
        return {
            "xml_id": f"crm_yishang.{xml_name}",
            "noupdate": True,
            "values": {
                "name": name,
                "code": code,
                "company_id": company.id,
                "prefix": f"{prefix}%(range_year)s%(range_month)s%(range_day)s",
                "padding": 4,
                "use_date_range": True,
                "yishang_is_daily": True,
            },
        }
