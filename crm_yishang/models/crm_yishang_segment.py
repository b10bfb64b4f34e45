from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

# Where customers are reached: the column with the address, and the list of those that
# nobody writes to or calls there any more.
CHANNELS = {
    "mail": ("email_normalized", "mail.blacklist", "email"),
    "sms": ("phone_sanitized", "phone.blacklist", "number"),
    "call": ("phone_sanitized", "phone.blacklist", "number"),
}


class CrmYishangSegment(models.Model):
    """Customers with something in common, described once and used for many things.

    A segment is a condition, never a right: each user gets those of its customers
    that the user sees. A dynamic one is asked anew each time, a frozen one keeps its
    members.
    """

    _name = "crm.yishang.segment"
    _description = "Customer Segment"
    _inherit = [
        "crm.yishang.segment.growth.mixin",
        "crm.yishang.segment.use.mixin",
        "crm.yishang.segment.effect.mixin",
        "crm.yishang.people.mixin",
        "mail.thread",
    ]
    _order = "name, id"

    _yishang_stays = ("user_id",)

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )
    is_shared = fields.Boolean(
        string="Shared",
        tracking=True,
        help="Colleagues use it, too. Each sees own customers alone.",
    )
    is_frozen = fields.Boolean(
        string="Frozen",
        readonly=True,
        copy=False,
        tracking=True,
        help="The members are those of the day it was frozen, whatever becomes of "
        "them.",
    )
    date_frozen = fields.Datetime(string="Frozen on", readonly=True, copy=False)
    domain = fields.Char(string="Conditions", required=True, default="[]")
    note = fields.Text(string="What For")
    member_ids = fields.One2many("crm.yishang.segment.member", "segment_id")
    size = fields.Integer(
        string="Customers",
        compute="_compute_size",
        help="As many of its customers as you see.",
    )

    @api.depends("domain", "is_frozen", "member_ids")
    @api.depends_context("uid")
    def _compute_size(self):
        customers = self.env["res.partner"]
        for segment in self:
            # One statement each: they have no more in common than the table.
            domain = segment._get_customers_domain()
            segment.size = customers.search_count(domain)

    @api.constrains("domain")
    def _check_domain(self):
        """A condition is tried by whoever writes it, with the own rights alone."""
        customers = self.env["res.partner"].sudo(False)
        for segment in self:
            if "yishang_segment_ids" in segment.domain:
                raise ValidationError(
                    self.env._(
                        "%(name)s: a segment cannot be made of segments. Copy their "
                        "conditions instead.",
                        name=segment.name,
                    )
                )
            try:
                customers.search_count(segment._parse_domain(), limit=1)
            except (AccessError, AttributeError, KeyError, TypeError, ValueError) as e:
                raise ValidationError(
                    self.env._(
                        "%(name)s: these conditions cannot be searched for "
                        "(%(reason)s). Choose fields you may read, and values of their "
                        "kind.",
                        name=segment.name,
                        reason=e,
                    )
                ) from e

    @api.model
    def _get_visible_domain(self, mode):
        domain = super()._get_visible_domain(mode)
        return domain | Domain("is_shared", "=", True) if mode == "read" else domain

    @api.model
    def _get_visible_columns(self):
        return [*super()._get_visible_columns(), "is_shared"]

    def _parse_domain(self):
        """Return the conditions as a ``Domain``, the user's id at hand.

        :raise ValidationError: if the text is no domain
        """
        self.ensure_one()
        try:
            conditions = safe_eval(self.domain or "[]", {"uid": self.env.uid})
            return Domain(conditions)
        except (SyntaxError, TypeError, ValueError) as error:
            raise ValidationError(
                self.env._(
                    "%(name)s: these are no conditions. Choose them with the editor.",
                    name=self.name,
                )
            ) from error

    def _get_customers_domain(self, channel=None):
        """Return the customers of these segments that the current user sees.

        It holds in superuser mode, too: what counts is ``env.uid``. To be searched
        for with the rights of the user, as conditions may lead to other documents.

        :param channel: ``mail``, ``sms`` or ``call``: reachable there, and not on the
            list of those who want to be left alone
        :return: a ``Domain`` of ``res.partner``
        """
        customers = self.env["res.partner"]
        readable = self._filter_visible("read")
        return (
            Domain("yishang_is_customer", "=", True)
            & Domain.OR(segment._get_conditions() for segment in readable)
            & customers._get_visible_domain("read")
            & self._get_channel_domain(channel)
        )

    @api.model
    def _get_channel_domain(self, channel):
        """Return who can be reached on a channel and did not object to it.

        Other than the host's search it asks the database, which may have a million
        customers, and knows addresses that have just been entered.
        """
        if channel not in CHANNELS:
            return Domain.TRUE
        address, model, name = CHANNELS[channel]
        # sudo: whom to leave alone holds for everybody.
        refused = self.env[model].sudo()._search([]).subselect(name)
        domain = Domain(address, "not in", refused)
        if channel == "call":
            # The number may stand with a contact.
            return domain | Domain(address, "=", False)
        return domain & Domain(address, "not in", [False, ""])

    def _get_conditions(self):
        self.ensure_one()
        if not self.is_frozen:
            return self._parse_domain()
        # sudo: which members are seen is asked of the customers.
        members = self.env["crm.yishang.segment.member"].sudo()
        query = members._search([("segment_id", "=", self.id)])
        return Domain("id", "in", query.subselect("partner_id"))

    def _search_customers(self, channel=None):
        """Return the customers of these segments that the current user sees."""
        domain = self._get_customers_domain(channel)
        return self.env["res.partner"].sudo(False).search(domain)
