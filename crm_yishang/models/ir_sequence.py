from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

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
    _inherit = "ir.sequence"

    yishang_is_daily = fields.Boolean(
        string="Daily Numbers",
        help="The counter starts at 1 every day, in the time zone of the company. "
        "A number that was drawn for something that was never saved is not reused.",
    )

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
        sequence = self._yishang_find(code, company or self.env.company)
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

    def _yishang_draw_of_day(self, day, count):
        """Draw from the counter of a day, found and drawn from in one statement.

        The text around is made from the day of the counter and not from the clock, or
        else the first number of a day could be that of another day again.
        """
        ranges = self.env["ir.sequence.date_range"]
        ranges.flush_model(["sequence_id", "date_from", "date_to"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT nextval(%(counter)s || lpad(
                    range.id::text, GREATEST(3, length(range.id::text)), '0'
                ))
                FROM (
                    SELECT id FROM ir_sequence_date_range
                    WHERE sequence_id = %(sequence)s
                        AND date_from = %(day)s AND date_to = %(day)s
                    ORDER BY id LIMIT 1
                ) range, generate_series(1, %(count)s)
                """,
                counter=f"ir_sequence_{self.id:03d}_",
                sequence=self.id,
                day=day,
                count=count,
            )
        )
        if rows or not count:
            return [number for (number,) in rows]
        range_id = self._yishang_get_range_id(day)
        return self._yishang_draw_from(
            f"ir_sequence_{self.id:03d}_{range_id:03d}", count
        )

    def _yishang_draw_from(self, counter, count):
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", counter, count)
        )
        return [number for (number,) in rows]

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

    def _yishang_get_day(self, moment=None):
        """Return the day of a moment in the time zone of the company.

        :param moment: date, datetime (UTC if it has no time zone), their texts, or
            nothing for now
        """
        if isinstance(moment, str):
            has_time = len(moment) > len("YYYY-MM-DD")
            moment = (fields.Datetime if has_time else fields.Date).from_string(moment)
        return (self.company_id or self.env.company)._yishang_get_day(moment)

    def _yishang_get_range_id(self, day):
        """Return the id of the one-day range, created under a lock if need be.

        The first document of the day locks the sequence. Who waited for it cannot see
        the new range in the own transaction, whose snapshot is older, but another
        cursor sees it, and a PostgreSQL sequence belongs to no transaction.
        """
        # sudo: whoever may draw a number may open the day, whatever else they may do.
        ranges_sudo = self.env["ir.sequence.date_range"].sudo()
        key = {"sequence_id": self.id, "date_from": day, "date_to": day}
        domain = [(name, "=", value) for name, value in key.items()]
        if found := ranges_sudo.search(domain, limit=1):
            return found.id
        self.env.execute_query(
            SQL("SELECT FROM ir_sequence WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        with self.env.registry.cursor() as cr:
            if found := ranges_sudo.with_env(ranges_sudo.env(cr=cr)).search(domain):
                return found.id
        return ranges_sudo.create(key).id

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
