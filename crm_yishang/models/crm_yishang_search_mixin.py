from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ..tools.domains import take_out
from ..tools.text import squeeze
from .crm_yishang_finder import MEMO, SearchMemo

TEXT_FIELDS = frozenset(
    (
        "name",
        "yishang_short_name",
        "yishang_code",
        "ref",
        "phone",
        "yishang_fax",
        "email",
        "vat",
        "company_registry",
    )
)
TREE_FIELDS = frozenset(("active", "is_company", "parent_id", "yishang_is_customer"))


class CrmYishangSearchMixin(models.AbstractModel):
    """Customers are found by one box: name, code, phone, contact, pinyin and more."""

    _name = "crm.yishang.search.mixin"
    _description = "Customer Found by One Box"

    yishang_search = fields.Char(
        string="Name, Phone, Contact or Pinyin",
        search="_search_yishang_search",
        store=False,
        help="Finds customers and contacts by name, short name, code, phone, e-mail, "
        "tax ID, their contacts, and by pinyin or its initials.",
    )

    @api.model
    def _search_yishang_search(self, operator, value):
        if operator == "in":
            return Domain.OR(
                self._search_yishang_search("ilike", text) for text in value
            )
        if operator not in ("ilike", "like"):
            return NotImplemented
        if not (value or "").strip():
            return Domain.TRUE
        found = self.env["crm.yishang.finder"]._get_domain(value)
        # Nothing to compare, as in a name of signs alone: looked up as typed.
        if found is None:
            return Domain("name", "ilike", escape_psql(value.strip()))
        return found

    @api.model
    def _search_display_name(self, operator, value):
        """Find customers by one box everywhere, other partners as the host does."""
        domain = super()._search_display_name(operator, value)
        if operator not in ("ilike", "like") or len(squeeze(str(value or ""))) < 2:
            return domain
        found = self.env["crm.yishang.finder"]._get_domain(value)
        return found | (Domain("yishang_customer_id", "=", False) & domain)

    @api.model
    @api.readonly
    def web_search_read(self, *args, **kwargs):
        # The page and the count below it share one look at the texts.
        shared = self.with_context(**{MEMO: SearchMemo()})
        return super(CrmYishangSearchMixin, shared).web_search_read(*args, **kwargs)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        memo, domain = self.env.context.get(MEMO), Domain(domain)
        is_page = limit and isinstance(memo, SearchMemo)
        if not is_page or not self._yishang_finds_few(domain):
            return super()._search(domain, offset, limit, order, **kwargs)
        # Few matches are put in order once, whole: then their number is known, too.
        key = (self.env.uid, self.env.su, self.env.context, str(domain), str(kwargs))
        if order or key not in memo.pages:
            # Or else the host's rules read all of each company, for its parents.
            self.env.companies.sudo().fetch(["parent_path"])
            query = super()._search(domain, order=order, **kwargs)
            memo.pages[key] = query.get_result_ids()
        start = offset or 0
        return self.browse(memo.pages[key][start : start + limit])._as_query()

    @api.model
    def _yishang_finds_few(self, domain):
        """Return whether all of ``domain`` depends on a text few customers have."""
        condition, _rest = take_out(
            domain,
            lambda one: one.field_expr == "yishang_search"
            and one.operator in ("ilike", "like"),
        )
        finder = self.env["crm.yishang.finder"]
        return bool(condition) and finder._finds_few(condition.value or "")

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if not self.env.context.get("yishang_search_later"):
            partners._yishang_get_searched()._yishang_refresh_search()
        return partners

    def write(self, vals):
        moved = bool(TREE_FIELDS & vals.keys())
        if not moved and not TEXT_FIELDS & vals.keys():
            return super().write(vals)
        searched = self._yishang_get_searched() if moved else self.browse()
        result = super().write(vals)
        searched |= self._yishang_get_searched()
        searched._yishang_refresh_search(with_contacts=moved or "name" in vals)
        return result

    def unlink(self):
        companies = self._yishang_get_searched() - self
        result = super().unlink()
        companies._yishang_refresh_search()
        return result

    def _yishang_get_searched(self):
        """Return the customers and contacts of customers whose text ``self`` is in."""
        # sudo: the text is the same for everybody, whoever changes a part of it.
        searched = self.sudo().filtered("commercial_partner_id.yishang_is_customer")
        return searched | searched.parent_id

    def _yishang_refresh_search(self, with_contacts=False):
        """Compose the texts of ``self`` anew, and the keys of its customers.

        In the context ``yishang_search_later`` nothing happens: whoever writes many
        partners in several steps calls this once, after the last of them.
        """
        if self.env.context.get("yishang_search_later"):
            return
        # sudo: nobody writes the texts but this.
        self.env["crm.yishang.search"].sudo()._refresh(self.ids, with_contacts)
        added = self.env["crm.yishang.duplicate.key"].sudo()._refresh(self.ids)
        self.env["crm.yishang.duplicate"]._check(added)
