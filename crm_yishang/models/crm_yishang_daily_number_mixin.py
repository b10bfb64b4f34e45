from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.tools import SQL

# In texts around a number: the clock, which no day stands for.
CLOCK = "(current_"


class DailyRule(NamedTuple):
    """What numbers of one day consist of."""

    sequence_id: int
    prefix: str
    suffix: str
    padding: int


class CrmYishangDailyNumberMixin(models.AbstractModel):
    """Numbers whose counter starts at 1 every day, drawn in one statement.

    Nearly every document of a company takes one when it is created.
    """

    _name = "crm.yishang.daily.number.mixin"
    _inherit = "crm.yishang.remembered.mixin"
    _description = "Daily Numbers"

    yishang_is_daily = fields.Boolean(
        string="Daily Numbers",
        help="The counter starts at 1 every day, in the time zone of the company. "
        "A number that was drawn for something that was never saved is not reused.",
    )

    @api.model
    def next_by_code(self, sequence_code, sequence_date=None):
        self.browse().check_access("read")
        company = self.env.company
        numbers = self._yishang_draw_daily(sequence_code, company, 1, sequence_date)
        if numbers is not None:
            return numbers[0]
        return super().next_by_code(sequence_code, sequence_date=sequence_date)

    @api.model
    def _yishang_draw_daily(self, code, company, count, moment=None):
        """Draw numbers by the rule of a company, if that is one of daily numbers.

        :param moment: as for `_yishang_get_day`
        :return: list of ``count`` texts, ascending; None if there is no such rule
        """
        moment = moment or self.env.context.get("ir_sequence_date")
        day = self.browse().with_company(company)._yishang_get_day(moment)
        rule = self._yishang_get_daily_rule(code, company.id, day)
        if not rule:
            return None
        numbers = self.browse(rule.sequence_id)._yishang_draw_of_day(day, count)
        return [
            f"{rule.prefix}{number:0{rule.padding}d}{rule.suffix}" for number in numbers
        ]

    @api.model
    @tools.ormcache("code", "company_id", "day")
    def _yishang_get_daily_rule(self, code, company_id, day):
        """Return the ``DailyRule`` by which a company numbers on a day, or None."""
        # sudo: the rule is the company's, whoever asks first.
        sequences = self.sudo().with_context(active_test=True)
        domain = [("code", "=", code), ("company_id", "in", [company_id, False])]
        sequence = sequences.search(domain, order="company_id", limit=1)
        texts = f"{sequence.prefix}{sequence.suffix}"
        if not sequence.yishang_is_daily or CLOCK in texts:
            return None
        around = sequence._get_prefix_suffix(day, day)
        return DailyRule(sequence.id, *around, sequence.padding)

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
