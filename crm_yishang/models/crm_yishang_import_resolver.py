from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command, Domain

# Longest list the template offers to choose from; people search the others.
OFFERED = 200


class CrmYishangImportResolver(models.AbstractModel):
    """Turns codes and names of a file into records: one query a column.

    Each ``_resolve_*`` method takes a table and a column, replaces the values of the
    rows by what is written to the database, and fails the rows it cannot resolve.
    """

    _name = "crm.yishang.import.resolver"
    _description = "Import: Codes and Names to Records"

    @api.model
    def _resolve_table(self, table):
        """Resolve every column of the table that declares how."""
        for column in table.sheet.columns:
            if column.resolve:
                getattr(self, column.resolve)(table, column)

    @api.model
    def _resolve_term(self, table, column):
        """Dictionary entry by code or name; its model is ``column.choices``."""
        self._resolve_by(table, column, self._find_terms)

    @api.model
    def _resolve_user(self, table, column):
        """Active colleague by operator code, login or name."""
        self._resolve_by(table, column, self._find_users)

    @api.model
    def _resolve_by(self, table, column, find):
        """Replace each value by the id of the one record it means."""
        rows = self._get_filled(table, column)
        found = find(column, {row.values[column.name] for row in rows})
        verdicts = {term: self._judge(records) for term, records in found.items()}
        for row in rows:
            self._settle(row, column, verdicts[row.values[column.name]])

    @api.model
    def _resolve_terms(self, table, column):
        """Several dictionary entries in one cell."""
        self._resolve_several_by(table, column, self._find_terms)

    @api.model
    def _resolve_users(self, table, column):
        """Several colleagues in one cell."""
        self._resolve_several_by(table, column, self._find_users)

    @api.model
    def _resolve_several_by(self, table, column, find):
        rows = self._get_filled(table, column)
        found = find(column, {term for row in rows for term in row.values[column.name]})
        for row in rows:
            ids = []
            for term in row.values[column.name]:
                record_id, reason, params = self._judge(found[term])
                ids.append(record_id)
                if reason:
                    row.fail(column, reason, **{"value": term, **params})
            row.values[column.name] = [Command.set(ids)]

    @api.model
    def _resolve_or_create(self, table, column):
        """Entry of a host's list by name; the name itself where it is new."""
        rows = self._get_filled(table, column)
        found = self._find_by_any_name(self.env[column.choices])
        for row in rows:
            record = found.get(row.values[column.name].casefold())
            if record:
                row.values[column.name] = record.id

    @api.model
    def _find_by_any_name(self, model):
        """Return ``{name in any installed language: record}``, active ones first."""
        found = {}
        for lang in self._get_languages():
            records = model.with_context(active_test=False, lang=lang)
            order = "active, id desc" if "active" in model._fields else "id desc"
            for record in records.search_fetch([], ["name"], order=order):
                found[record.name.casefold()] = record
        return found

    @api.model
    def _create_named(self, table):
        """Create what ``_resolve_or_create`` did not find and good rows need."""
        for column, names in self._get_new_names(table).items():
            records = self.env[column.choices].create(
                [{"name": name} for name in names]
            )
            ids = dict(zip(names, records.ids, strict=True))
            for row in table.good_rows:
                name = row.values.get(column.name)
                row.values[column.name] = ids.get(name, name)

    @api.model
    def _get_new_names(self, table):
        """Return ``{column: names that will become records}``."""
        new = {}
        for column in table.sheet.columns:
            if column.resolve == "_resolve_or_create":
                values = [row.values.get(column.name) for row in table.good_rows]
                names = [name for name in values if isinstance(name, str)]
                new[column] = list(dict.fromkeys(names))
        return {column: names for column, names in new.items() if names}

    @api.model
    def _resolve_selection(self, table, column):
        """Value of a selection field, by key or by label in any installed language.

        ``column.choices`` is the model and the field, with a dot between.
        """
        keys = self._get_selection_keys(column)
        for row in self._get_filled(table, column):
            key = keys.get(row.values[column.name].casefold())
            if not key:
                choices = self.env._(", ").join(self._get_choices(column))
                row.fail(column, "not_choice", choices=choices)
            row.values[column.name] = key

    @api.model
    def _resolve_past(self, table, column):
        """Day that has come already, in the user's time zone."""
        today = fields.Date.context_today(self)
        for row in self._get_filled(table, column):
            if row.values[column.name] > today:
                row.fail(column, "date_future")

    @api.model
    def _resolve_region(self, table, column):
        """Region by code, else by the name or path in the column ``region_name``."""
        terms = {
            row.values[name]
            for row in table.rows
            for name in (column.name, "region_name")
            if name in row.values
        }
        found = self._find_terms(column, terms)
        verdicts = {term: self._judge(regions) for term, regions in found.items()}
        for row in table.rows:
            code, name = (row.values.get(key) for key in (column.name, "region_name"))
            if code:
                self._settle(row, column, verdicts[code])
                self._check_region_name(table, row, found[code], found.get(name))
            elif name:
                regions = self._narrow_regions(found[name], row.values.get("street"))
                verdict = verdicts[name]
                if regions != found[name]:
                    verdict = self._judge(regions)
                self._settle(row, table.sheet["region_name"], verdict)
                row.values[column.name] = verdict[0]

    @api.model
    def _check_region_name(self, table, row, region, named):
        """Fail a row whose region code and name speak of two regions."""
        if len(region) == 1 and named is not None and region not in named:
            column = table.sheet["region_name"]
            row.fail(column, "region_mismatch", name=region.display_name)

    @api.model
    def _narrow_regions(self, regions, address):
        """Return those of several regions of one name that an address speaks of.

        南通市通州区 names the superior region; 市辖区和平区, as the official list
        has it, one of the four cities that are provinces as well.
        """
        if len(regions) < 2 or not address:
            return regions
        named = regions.filtered(
            lambda region: any(name in address for name in self._get_superiors(region))
        )
        if not named and address.startswith("市辖区"):
            named = regions.filtered(lambda region: not region.parent_id.parent_id)
        return named or regions

    @api.model
    def _get_superiors(self, region):
        names = []
        while region := region.parent_id:
            names.append(region.name)
        return names

    @api.model
    def _find_terms(self, column, terms):
        """Return ``{term: records}`` of the column's dictionary, archived included."""
        terms = list(terms)
        if not terms:
            return {}
        model = self.env[column.choices].with_context(active_test=False)
        if hasattr(model, "_find_by_names"):
            found = model._find_by_names(terms)
            # Read together what would be read one by one below.
            model.union(*found.values()).fetch(["active", "name"])
            return found
        records = model.search_fetch(Domain("name", "in", terms), ["name"])
        found = defaultdict(model.browse)
        for record in records:
            found[record.name] |= record
        return {term: found[term] for term in terms}

    @api.model
    def _find_users(self, _column, terms):
        """Return ``{term: users}``: by operator code, else by login, else by name."""
        found = dict.fromkeys(terms, self.env["res.users"])
        # sudo: people may name any colleague, whose login and code they need not
        # be allowed to read; nothing of it but the name is shown.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        users = users.search_fetch(
            Domain("share", "=", False), ["active", "yishang_code", "login", "name"]
        )
        for name in ("yishang_code", "login", "name"):
            known = defaultdict(users.browse)
            for user in users.filtered(name):
                known[user[name].casefold()] |= user
            for term in terms:
                found[term] = found[term] or known[term.casefold()]
        return found

    @api.model
    def _judge(self, records):
        """Return ``(id, reason, params)`` of what a term was found to mean.

        :return: the id of the one active record, or False and why there is none
        """
        active = records.filtered("active") if "active" in records._fields else records
        if len(active) == 1:
            return active.id, None, {}
        if active:
            names = self.env._(", ").join(active[:5].mapped("display_name"))
            return False, "ambiguous", {"names": names}
        if records:
            return False, "archived", {"name": records[0].display_name}
        return False, "unknown", {}

    @api.model
    def _settle(self, row, column, verdict):
        """Put the record into the row, or fail it."""
        record_id, reason, params = verdict
        term = row.values.get(column.name)
        row.values[column.name] = record_id
        if reason:
            row.fail(column, reason, **{"value": term, **params})

    @api.model
    def _get_languages(self):
        """Return the languages in which names are understood, English always."""
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return list(dict.fromkeys(["en_US", *installed]))

    @api.model
    def _get_filled(self, table, column):
        return [row for row in table.rows if column.name in row.values]

    @api.model
    def _get_selection_keys(self, column):
        """Return ``{key or label, whatever its case: key}``."""
        model, name = column.choices.rsplit(".", 1)
        keys = {}
        for lang in self._get_languages():
            env = self.with_context(lang=lang).env
            for key, label in env[model]._fields[name]._description_selection(env):
                keys[label.casefold()] = keys[key.casefold()] = key
        return keys

    @api.model
    def _get_choices(self, column):
        """Return what the template offers for the column, in the user's language."""
        if not column.choices:
            return []
        if column.resolve == "_resolve_selection":
            model, name = column.choices.rsplit(".", 1)
            selection = self.env[model]._fields[name]._description_selection(self.env)
            return [label for _key, label in selection]
        if column.choices == "res.users":
            return []
        model = self.env[column.choices]
        code = getattr(model, "_code_field", None)
        # Entries of a host's list that have no code are not in the CRM's.
        domain = Domain(code, "!=", False) if code else Domain.TRUE
        records = model.search(domain, limit=OFFERED)
        return list(dict.fromkeys(records.mapped("name")))
