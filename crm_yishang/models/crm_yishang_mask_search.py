from odoo import api, models
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ..tools.secret_text import EMAIL, is_whole
from .crm_yishang_mask import NOBODYS

LIKE = frozenset(("ilike", "like"))
NEGATIVE = frozenset(
    ("!=", "not in", "not ilike", "not like", "not =ilike", "not =like")
)
EQUAL = frozenset(("=", "!=", "=?", "in"))
NESTED = frozenset(("any", "any!", "not any", "not any!"))


class CrmYishangMaskSearch(models.AbstractModel):
    """What users who see masks may search for: nobody guesses a number digit by digit.

    A whole number or address finds everybody who has it: whoever knows it learns
    nothing. Anything less finds own customers alone, whose numbers are not masked; so
    do comparisons and patterns.
    """

    _name = "crm.yishang.mask.search"
    _description = "Searching by Masked Numbers"

    @api.model
    def _guard(self, model, domain):
        """Return ``domain`` as far as it may be answered."""
        return Domain(domain).map_conditions(
            lambda condition: self._guard_condition(model, condition)
        )

    @api.model
    def _guard_condition(self, model, condition):
        path = condition.field_expr
        name, _dot, rest = path.partition(".")
        if name not in model._fields:
            return condition
        secrets = self.env["crm.yishang.mask"]._get_secrets(model._name)
        if name in secrets:
            return self._guard_secret(model, condition, *secrets[name])
        field = model._fields[name]
        if not field.relational:
            return condition
        comodel = model.env[field.comodel_name]
        if rest:
            inner = Domain(rest, condition.operator, condition.value)
            guarded = self._guard(comodel, inner)
            return condition if guarded == inner else Domain(name, "any", guarded)
        if condition.operator in NESTED and isinstance(condition.value, Domain | list):
            value = self._guard(comodel, condition.value)
            return Domain(name, condition.operator, value)
        return condition

    @api.model
    def _guard_secret(self, model, condition, kind, path):
        operator, value = condition.operator, condition.value
        positive = operator.removeprefix("not ")
        if positive in EQUAL and self._is_equal_allowed(kind, value):
            return condition
        if positive in LIKE and is_whole(kind, value):
            if kind != EMAIL:
                return condition
            # A part of an address could be guessed letter by letter from the right.
            pattern = escape_psql(value.strip())
            whole = Domain(condition.field_expr, "=ilike", pattern)
            return whole if positive == operator else ~whole
        told = self._get_told_domain(model, path)
        # What is asked of others is neither true nor false: they all stay, or all go.
        return condition | ~told if operator in NEGATIVE else condition & told

    @api.model
    def _is_equal_allowed(self, kind, value):
        is_list = not isinstance(value, str) and hasattr(value, "__iter__")
        values = value if is_list else [value]
        return all(not one or one is True or is_whole(kind, one) for one in values)

    @api.model
    def _get_told_domain(self, model, path):
        """Return the records whose numbers the user sees in full."""
        name = f"{path}.yishang_scope_key" if path else "yishang_scope_key"
        told = Domain(name, "in", [NOBODYS, self.env.uid])
        if path:
            told |= Domain(path, "=", False)
        return told

    @api.model
    def _narrow(self, model, domain, specs):
        """Return ``domain`` for groups and totals: of what may be told, if of secrets.

        :param specs: what is grouped by and added up, as the ORM takes it
        """
        domain = self._guard(model, domain)
        for spec in specs:
            names = spec.split(":")[0].split(".")
            domain &= self._get_told_domain_of(model, names)
        return domain

    @api.model
    def _get_told_domain_of(self, model, names):
        """Return of which records a field, or a path to one, may be told."""
        secrets = self.env["crm.yishang.mask"]._get_secrets(model._name)
        if names[0] in secrets:
            return self._get_told_domain(model, secrets[names[0]][1])
        field = model._fields.get(names[0])
        if field is None or not field.relational or len(names) < 2:
            return Domain.TRUE
        inner = self._get_told_domain_of(model.env[field.comodel_name], names[1:])
        if inner.is_true():
            return inner
        return Domain(names[0], "=", False) | Domain(names[0], "any", inner)
