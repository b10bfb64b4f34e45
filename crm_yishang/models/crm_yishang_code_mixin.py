import unicodedata
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class CrmYishangCodeMixin(models.AbstractModel):
    """Records people know by a code: no two share one, whatever its case.

    A model names the field that holds the code in ``_code_field`` and declares
    ``models.UniqueIndex`` on its ``lower()``, which also stands when two people save
    at the same time; the check here comes first because it can name the other record.
    """

    _name = "crm.yishang.code.mixin"
    _description = "Record with a Unique Code"

    _code_field = "code"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._clean_code_vals(vals) for vals in vals_list]
        codes = [
            vals[self._code_field] for vals in vals_list if vals.get(self._code_field)
        ]
        self._check_codes_free(codes)
        return super().create(vals_list)

    def write(self, vals):
        vals = self._clean_code_vals(vals)
        if self and vals.get(self._code_field):
            self._check_codes_free([vals[self._code_field]] * len(self))
        return super().write(vals)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for record, vals in zip(self, vals_list, strict=True):
            if self._code_field not in (default or {}) and record[self._code_field]:
                vals[self._code_field] = self.env._(
                    "%(code)s (copy)", code=record[self._code_field]
                )
        return vals_list

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Put the record whose code is ``name`` first: an import takes the first."""
        exact = self._search_by_codes([(name or "").strip()], domain, limit=1)
        if not exact or operator in Domain.NEGATIVE_OPERATORS:
            return super().name_search(name, domain, operator, limit)
        found = [(exact.id, exact.display_name)]
        if operator == "=" or limit == 1:
            return found
        others = Domain(domain or Domain.TRUE) & Domain("id", "!=", exact.id)
        return found + super().name_search(name, others, operator, limit and limit - 1)

    @api.model
    def load(self, fields, data):
        """Import by code: a row whose code exists changes that record.

        Only without identifier columns, which say themselves which record is meant.
        Archived records are not touched: their row is refused by name.
        """
        if self._code_field in fields and not {"id", ".id"} & set(fields):
            column = fields.index(self._code_field)
            codes = [self._clean_code(row[column]) for row in data]
            ids = {
                record[self._code_field].lower(): str(record.id)
                for record in self._search_by_codes(codes)
            }
            fields = [*fields, ".id"]
            data = [
                [*row, ids.get(code.lower(), "")]
                for row, code in zip(data, codes, strict=True)
            ]
        return super().load(fields, data)

    @api.model
    def _find_by_names(self, names):
        """Recognise records by what people write for them, in a few queries.

        :param names: codes, or names in any language
        :return: ``{name: records}``: none if unknown, several if ambiguous
        """
        by_code = {}
        by_name = defaultdict(self.browse)
        langs = [code for code, _label in self.env["res.lang"].get_installed()]
        for lang in {None, *langs}:  # None: the source term, whatever is installed
            translated = self.with_context(lang=lang)
            for record in translated.search_fetch([], [self._code_field, "name"]):
                by_code[self._clean_code(record[self._code_field]).lower()] = record
                by_name[self._clean_code(record.name).lower()] |= record
        found = {}
        for name in names:
            text = self._clean_code(name).lower()
            records = by_code.get(text) or by_name.get(text, ()) if text else ()
            found[name] = self.browse(record.id for record in records)
        return found

    @api.model
    def _clean_code(self, text):
        """Return a code as it is stored: without spaces around, in half width."""
        return unicodedata.normalize("NFKC", str(text or "")).strip()

    @api.model
    def _clean_code_vals(self, vals):
        """Strip code and name in ``vals``.

        :raise ValidationError: if a required one is blank
        """
        vals = dict(vals)
        for fname, clean in ((self._code_field, self._clean_code), ("name", str.strip)):
            if fname not in vals:
                continue
            vals[fname] = clean(vals[fname] or "") or False
            if not vals[fname] and self._fields[fname].required:
                raise ValidationError(
                    self.env._(
                        "%(model)s: the field “%(field)s” cannot be blank.",
                        model=self.env["ir.model"]._get(self._name).name,
                        field=self._fields[fname]._description_string(self.env),
                    )
                )
        return vals

    @api.model
    def _search_by_codes(self, codes, domain=None, limit=None):
        """Return the records with one of ``codes``, whatever the case."""
        lowered = tuple({code.lower() for code in codes if code})
        if not lowered:
            return self.browse()

        def to_sql(model, alias, query):
            code = model._field_to_sql(alias, model._code_field, query)
            return SQL("lower(%s) IN %s", code, lowered)

        domain = Domain(domain or Domain.TRUE) & Domain.custom(to_sql=to_sql)
        return self.search(domain, limit=limit)

    def _check_codes_free(self, codes):
        """Check that no other record has one of ``codes``, archived ones included.

        :raise ValidationError: naming the record that has it
        """
        taken = self.with_context(active_test=False)._search_by_codes(codes) - self
        for record in taken[:1]:
            values = {"code": record[self._code_field], "record": record.display_name}
            if record.active:
                raise ValidationError(
                    self.env._(
                        "The code %(code)s already belongs to “%(record)s”."
                        " Choose another code.",
                        **values,
                    )
                )
            raise ValidationError(
                self.env._(
                    "The code %(code)s already belongs to “%(record)s”, which is"
                    " archived. Restore that one (filter “Archived”), or choose"
                    " another code.",
                    **values,
                )
            )
        lowered = [code.lower() for code in codes]
        if doubled := {code for code in lowered if lowered.count(code) > 1}:
            raise ValidationError(
                self.env._(
                    "The code %(code)s is given twice. Each record needs its own.",
                    code=min(doubled),
                )
            )
