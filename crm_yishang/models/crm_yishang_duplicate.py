from collections import defaultdict

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import RedirectWarning, ValidationError
from odoo.http import request
from odoo.tools import SQL

from ..tools.duplicate_keys import EMAIL, KINDS, NAME, PHONE, TAX_ID, Asked
from ..tools.secret_text import mask
from .crm_yishang_company_duplicate_mixin import POLICIES

# Customers named for one key; one more tells that there are others.
SHOWN = 5
STRICTNESS = [policy for policy, _label in POLICIES]
# In the context of what enters nothing new: merging customers. An object, because a
# browser could send anything else.
UNCHECKED = object()


class CrmYishangDuplicate(models.AbstractModel):
    """Whether a customer is there already: the one place that knows.

    The form, every write, the import and the conversion of leads ask here.
    """

    _name = "crm.yishang.duplicate"
    _description = "Duplicate Customers"

    @api.model
    def _get_policies(self, company):
        """Return what is done about each kind of key: ``{kind: policy}``.

        :param company: that of the customer; without one the strictest of all
            companies of the user counts, so that nobody escapes by changing it
        """
        policies = self.env["res.company"]._yishang_get_duplicate_policies()
        ids = [company.id] if company else self.env.user._get_company_ids()
        return {
            kind: max(
                (policies[id_][kind] for id_ in ids if id_ in policies),
                key=STRICTNESS.index,
                default="off",
            )
            for kind in KINDS
        }

    @api.model
    def _get_watched(self, company, policies=("warn", "block")):
        """Return the kinds of keys something is done about."""
        known = self._get_policies(company)
        return frozenset(kind for kind in KINDS if known[kind] in policies)

    @api.model
    def _get_asked(self, keys, company, family=0, watched=None):
        """Return the keys that are looked at, as a list of ``Asked``.

        :param keys: iterable of ``(kind, key)``
        :param watched: what ``_get_watched`` returns, for whoever asks often
        """
        if watched is None:
            watched = self._get_watched(company)
        return [
            Asked(kind, key, family, company.id or None)
            for kind, key in sorted(keys, key=lambda pair: KINDS.index(pair[0]))
            if kind in watched
        ]

    @api.model
    def _find(self, asked):
        """Return who has these keys, hidden, archived and pool customers included.

        :param asked: list of ``Asked``
        :return: ``{Asked: customers}`` of those that were found, in superuser mode, at
            most one more than ``SHOWN``, the oldest first
        """
        found = {}
        if not asked:
            return found
        self.env["res.partner"].flush_model(["company_id"])
        asked = list(dict.fromkeys(asked))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT asked.number, other.customer_id
                FROM unnest(%s::text[], %s::text[], %s::int[], %s::int[])
                    WITH ORDINALITY asked (kind, key, family_id, company_id, number)
                CROSS JOIN LATERAL (
                    SELECT stored.customer_id
                    FROM crm_yishang_duplicate_key stored
                    JOIN res_partner customer ON customer.id = stored.customer_id
                    WHERE stored.kind = asked.kind AND stored.key = asked.key
                        AND stored.family_id <> asked.family_id
                        AND (
                            asked.company_id IS NULL OR customer.company_id IS NULL
                            OR customer.company_id = asked.company_id
                        )
                    ORDER BY stored.customer_id LIMIT %s
                ) other
                ORDER BY asked.number, other.customer_id
                """,
                *map(list, zip(*asked, strict=True)),
                SHOWN + 1,
            )
        )
        # sudo: hidden customers are found as well, and named as far as allowed.
        customers = self.env["res.partner"].sudo()
        for number, customer_id in rows:
            key = asked[number - 1]
            found[key] = found.get(key, customers) | customers.browse(customer_id)
        return found

    @api.model
    def _get_sentences(self, key, shown, customers, as_links=False):
        """Yield a sentence for each of the ``customers`` that have a key.

        :param shown: the key as the user may see it
        """
        for customer in customers[:SHOWN]:
            name = customer._yishang_get_hit_name(as_links)
            yield self._get_sentence(key.kind, shown, name)
        if len(customers) > SHOWN:
            others = self.env._("other customers")
            yield self._get_sentence(key.kind, shown, others)

    @api.model
    def _get_sentence(self, kind, value, customer):
        values = {"value": value, "customer": customer}
        if kind == TAX_ID:
            return self.env._(
                "The tax ID %(value)s also belongs to %(customer)s.", **values
            )
        if kind == PHONE:
            return self.env._(
                "The phone number %(value)s also belongs to %(customer)s.", **values
            )
        if kind == EMAIL:
            return self.env._(
                "The e-mail address %(value)s also belongs to %(customer)s.", **values
            )
        return self.env._(
            "The company name “%(value)s” is also that of %(customer)s.", **values
        )

    @api.model
    def _is_free(self):
        """Return whether what is entered now is refused to nobody.

        Superuser mode alone is no reason: an order makes a customer in it, whoever
        enters the order. Portal users are not told of other customers.
        """
        return (
            self.env.uid == SUPERUSER_ID
            or self.env.context.get("yishang_unchecked") is UNCHECKED
            or not self.env.user._is_internal()
        )

    @api.model
    def _check(self, added):
        """Refuse new keys that another customer has, where the company wishes it.

        :param added: ``{(customer id, kind, key): family}``
        :raise ValidationError: naming record, field and customer as far as allowed
        :raise RedirectWarning: likewise, with a button to ask for a hidden customer
        """
        if not added or self._is_free():
            return
        # sudo: the policy of its company holds, whoever may see the customer.
        partners = self.env["res.partner"].sudo()
        pairs = defaultdict(list)
        for (customer_id, kind, key), family in added.items():
            pairs[customer_id, family].append((kind, key))
        customers = partners.browse({customer_id for customer_id, _family in pairs})
        companies = {customer.id: customer.company_id for customer in customers}
        watched = {
            company: self._get_watched(company, ("block",))
            for company in set(companies.values())
        }
        asked = {}
        for (customer_id, family), keys in pairs.items():
            company = companies[customer_id]
            for one in self._get_asked(keys, company, family, watched[company]):
                asked[one] = partners.browse(customer_id)
        if not asked:
            return
        self.env["crm.yishang.duplicate.lock"].sudo()._take(
            (one.kind, one.key) for one in asked
        )
        if found := self._find(list(asked)):
            raise self._make_error(found, asked)

    @api.model
    def _make_error(self, found, asked):
        """Return the refusal of what was found.

        :param found: see ``_find``
        :param asked: ``{Asked: the customer that has it now}``
        """
        lines, hidden = [], {}
        for key, customers in found.items():
            own = asked[key].sudo(False)
            name = asked[key].name if own.has_access("read") else own.display_name
            for sentence in self._get_sentences(key, self._show(key, name), customers):
                lines.append(
                    self.env._(
                        "%(customer)s: %(reason)s", customer=name, reason=sentence
                    )
                )
            if customers.sudo(False)._get_hidden_partners():
                hidden[f"default_{key.kind}"] = name if key.kind == NAME else key.key
        if not hidden:
            lines.append(
                self.env._(
                    "Work on the customer that is there, or correct what was entered."
                )
            )
            return ValidationError("\n".join(lines))
        lines.append(
            self.env._(
                "Correct what was entered, or ask the owner's leader to share the "
                "customer or to hand it over."
            )
        )
        return self._make_redirect("\n".join(lines), hidden)

    @api.model
    def _make_redirect(self, message, context):
        """Return an error with a button to ask, for whoever sits before a browser."""
        if not request or self.env["crm.yishang.program"]._get_called():
            return ValidationError(message)
        return RedirectWarning(
            message,
            self.env.ref("crm_yishang.crm_yishang_duplicate_ask_action").id,
            self.env._("Ask the Owner's Leader"),
            context,
        )

    @api.model
    def _show(self, key, name):
        """Return a key as the user may see it, who may just have entered it."""
        if key.kind == NAME:
            return name
        if key.kind in (PHONE, EMAIL) and self.env["crm.yishang.mask"]._is_masked():
            return mask(key.kind, key.key)
        return key.key.upper() if key.kind == TAX_ID else key.key
