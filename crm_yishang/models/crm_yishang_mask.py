from odoo import SUPERUSER_ID, api, models, tools
from odoo.exceptions import AccessError, UserError

from ..tools.export_act import ExportAct
from ..tools.secret_text import EMAIL, PHONE, is_mask, mask

MEMO = "crm_yishang.mask"
# Nobody's customer is never narrowed, see ``get_scope_key``.
NOBODYS = 0
# {model: ({name of the field: kind}, many2one to the partner it is about, or "")}
SECRETS = {
    "res.partner": (
        {
            "phone": PHONE,
            "phone_sanitized": PHONE,
            "phone_mobile_search": PHONE,
            "yishang_fax": PHONE,
            "email": EMAIL,
            "email_formatted": EMAIL,
            "email_normalized": EMAIL,
        },
        "",
    ),
    "crm.lead": (
        {
            "phone": PHONE,
            "phone_sanitized": PHONE,
            "phone_mobile_search": PHONE,
            "email_cc": EMAIL,
            "email_from": EMAIL,
            "email_normalized": EMAIL,
        },
        "",
    ),
    "crm.yishang.service.case": (
        {"phone": PHONE, "email_from": EMAIL, "email_normalized": EMAIL},
        "",
    ),
    "crm.yishang.visit": ({"phone": PHONE}, ""),
    "sale.order": ({"yishang_phone": PHONE}, ""),
    "mail.message": (
        {
            "email_from": EMAIL,
            "incoming_email_cc": EMAIL,
            "incoming_email_to": EMAIL,
        },
        "author_id",
    ),
    "mail.notification": (
        {"mail_email_address": EMAIL, "sms_number": PHONE},
        "res_partner_id",
    ),
    "payment.transaction": (
        {"partner_email": EMAIL, "partner_phone": PHONE},
        "partner_id",
    ),
    "portal.wizard.user": ({"email": EMAIL}, "partner_id"),
}


class CrmYishangMask(models.AbstractModel):
    """Phone numbers and mail addresses that chosen roles see in part only.

    They are masked where they leave the server, never in the records themselves:
    what the system does with a number goes on. Own customers are never masked.
    """

    _name = "crm.yishang.mask"
    _description = "Masked Phone Numbers and Mail Addresses"

    @api.model
    def _is_masked(self):
        """Return whether the current user sees masks, superuser mode or not."""
        memo = self.env.cr.cache.setdefault(MEMO, {})
        is_masked = memo.get(self.env.uid)
        if is_masked is None:
            is_masked = memo[self.env.uid] = self._has_masked_role()
        return is_masked

    @api.model
    def _has_masked_role(self):
        """Return whether one of the user's roles is among the chosen ones.

        A role that another one of the user includes does not count: a director is no
        salesperson.
        """
        groups = self.env["res.company"]._yishang_get_masked_groups()
        if not groups or self.env.uid == SUPERUSER_ID:
            return False
        chosen = set()
        for company_id in self.env.user._get_company_ids():
            chosen |= groups.get(company_id, frozenset())
        if not chosen:
            return False
        # sudo: users may not read which roles there are.
        roles = self.env.user.sudo().all_group_ids.filtered(
            lambda group: group.privilege_id.category_id == self._get_category()
        )
        for role in roles:
            roles -= role.all_implied_ids - role
        return not chosen.isdisjoint(roles.ids)

    @api.model
    def _get_category(self):
        # sudo: categories of groups are the administrator's; only its id is used.
        return self.env.ref("crm_yishang.crm_yishang_module_category").sudo()

    @api.model
    @tools.ormcache("model")
    def _get_secrets(self, model):
        """Return the fields of a model that may be masked.

        :return: ``{name: (kind, path to the record that says whose it is)}``
        """
        declared, path = SECRETS.get(model, ({}, ""))
        fields = self.env[model]._fields
        secrets = {
            name: (kind, path) for name, kind in declared.items() if name in fields
        }
        for name, field in fields.items():
            if name not in secrets and field.related:
                if found := self._get_related_secret(model, field.related.split(".")):
                    secrets[name] = found
        return secrets

    @api.model
    def _get_related_secret(self, model, names):
        """Return kind and path of a related field that shows a secret, or None."""
        path = []
        for name in names[:-1]:
            path.append(name)
            model = self.env[model]._fields[name].comodel_name
            if model not in self.env:
                return None
        declared, further = SECRETS.get(model, ({}, ""))
        if names[-1] not in declared:
            return None
        return declared[names[-1]], ".".join(filter(None, (*path, further)))

    @api.model
    def _get_hidden_ids(self, records, path=""):
        """Return the ids of those of ``records`` whose secrets are masked."""
        # sudo: the columns decide on access, they cannot depend on it.
        records_sudo = records.sudo().with_context(active_test=False)
        open_keys = {NOBODYS, self.env.uid}
        hidden = set()
        for record in records_sudo:
            holders = record.mapped(path) if path else record
            keys = set(holders._origin.mapped("yishang_scope_key"))
            if keys - open_keys:
                hidden.add(record.id)
        return hidden

    @api.model
    def _find(self, records, names):
        """Return which of ``names`` are masked for which records.

        :return: ``{name: (kind, set of ids)}``, empty for users who see everything
        """
        secrets = self._get_secrets(records._name)
        found = secrets.keys() & set(names)
        if not found or not self._is_masked():
            return {}
        ids = {
            path: self._get_hidden_ids(records, path)
            for path in {secrets[name][1] for name in found}
        }
        return {name: (secrets[name][0], ids[secrets[name][1]]) for name in found}

    @api.model
    def _get_hidden_holders(self, records):
        """Return the ids of records that hang on a customer whose secrets are masked.

        What says nothing of its customer is taken for one of them.
        """
        if "yishang_scope_key" in records._fields:
            return self._get_hidden_ids(records)
        return set(records.ids)

    @api.model
    def _clean(self, records, vals):
        """Return ``vals`` without masks, which change nothing.

        :param records: those that are written, none if they are created
        :raise UserError: if a mask was changed instead of replaced
        """
        if self.env.su or not self._is_masked():
            return vals
        secrets = self._get_secrets(records._name)
        masks = {name for name in secrets.keys() & vals.keys() if is_mask(vals[name])}
        for name in masks:
            kind = secrets[name][0]
            # sudo: what is there is compared with its own mask.
            values = records.sudo().mapped(name)
            if any(mask(kind, value or "") != vals[name] for value in values):
                raise self._make_mask_error(records, name)
        return {
            name: self._clean_lines(records._fields.get(name), value)
            for name, value in vals.items()
            if name not in masks
        }

    @api.model
    def _clean_lines(self, field, value):
        """Return the commands of a one2many without masks, any other value as it is.

        The ORM may write the lines in superuser mode.
        """
        if field is None or field.type != "one2many" or not isinstance(value, list):
            return value
        lines = self.env[field.comodel_name]
        return [
            (
                command[0],
                command[1],
                self._clean(lines.browse(command[1] or ()), command[2]),
            )
            if isinstance(command, list | tuple)
            and len(command) > 2
            and isinstance(command[2], dict)
            else command
            for command in value
        ]

    @api.model
    def _make_mask_error(self, records, name):
        return UserError(
            self.env._(
                "%(records)s: %(field)s is shown to you in part only. Enter the whole "
                "new value, or leave what is there as it is.",
                records=", ".join(records.mapped("display_name")),
                field=records._fields[name]._description_string(self.env),
            )
        )

    @api.model
    def reveal(self, model, res_id, name):
        """Return one number or address in full; the export ledger keeps it.

        :param model: name of the model
        :param res_id: id of the one record
        :param name: name of the field
        :raise AccessError: if the user does not see the record, or the field is none
            of those that are masked
        """
        if model not in self.env or name not in self._get_secrets(model):
            raise AccessError(
                self.env._("Only phone numbers and mail addresses are shown in full.")
            )
        record = self.env[model].browse(int(res_id))
        record.check_access("read")
        record._check_field_access(record._fields[name], "read")
        if self._find(record, [name]).get(name, ("", ()))[1]:
            domain = [("id", "=", record.id)]
            act = ExportAct("reveal", model, domain, (name,), 1, res_id=record.id)
            self.env["crm.yishang.export.guard"]._log(act)
        return record[name] or ""

    @api.model
    def _forget(self):
        """Drop what this transaction knows, see ``crm.yishang.policy``."""
        self.env.cr.cache.pop(MEMO, None)
