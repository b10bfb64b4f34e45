from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ..tools.printing import read_stylesheet

DATE_FORMAT = "%Y-%m-%d"
DATETIME_FORMAT = "%Y-%m-%d %H:%M"


class CrmYishangPrint(models.AbstractModel):
    """What all printed documents and workbooks of the addon share."""

    _name = "crm.yishang.print"
    _description = "Shared Parts of Printed Documents"

    @api.model
    def _get_values(self):
        """Return what the templates of printed documents may use."""
        return {
            "describe_left_out": self._describe_left_out,
            "format_cell": self._format_cell,
            "is_number": self._is_number,
            "print_css": Markup(read_stylesheet("print")),
            "print_lang": self.env.lang or "en_US",
            "printed_by": self._get_imprint(),
        }

    @api.model
    def _get_imprint(self):
        """Return who takes the data out of the system, and when."""
        # sudo: the own name, which a user without rights on users has as well.
        user = self.env.user.sudo()
        moment = fields.Datetime.context_timestamp(user, fields.Datetime.now())
        return self.env._(
            "Printed by %(user)s on %(moment)s",
            user=user.name,
            moment=moment.strftime(DATETIME_FORMAT),
        )

    @api.model
    def _describe_left_out(self, shown, count):
        """Return the sentence on rows that are not shown, or an empty text."""
        if shown == count:
            return ""
        return self.env._(
            "The newest %(shown)s are shown; %(more)s more are in the system.",
            shown=shown,
            more=count - shown,
        )

    @api.model
    def _is_number(self, kind):
        """Tell whether cells of that kind stand at the right."""
        return kind in ("float", "integer", "monetary", "percent")

    @api.model
    def _format_cell(self, kind, value, currency_id=False):
        """Return a plain value as text for people.

        :param kind: ``text``, ``integer``, ``float``, ``monetary``, ``percent``,
            ``date`` or ``datetime``; moments are those of the user's clock
        """
        if self._is_number(kind):
            if kind == "integer":
                return f"{value:,}"
            if kind == "percent":
                return f"{value:,.1%}"
            # The row has a currency for its amounts; other numbers are none.
            ids = currency_id if kind == "monetary" else []
            currency = self.env["res.currency"].browse(ids or [])
            return formatLang(self.env, value, currency_obj=currency or None)
        if value and kind in ("date", "datetime"):
            pattern = DATE_FORMAT if kind == "date" else DATETIME_FORMAT
            return value.strftime(pattern)
        return value or ""
