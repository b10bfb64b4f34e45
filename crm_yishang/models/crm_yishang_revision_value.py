from odoo import api, models
from odoo.fields import Command

from ..tools.secret_text import mask

BANKS = "bank_ids"
# What a customer's bank account may be given in a request.
BANK_FIELDS = frozenset(("acc_holder_name", "acc_number", "bank_id"))


class CrmYishangRevisionValue(models.AbstractModel):
    """What protected fields hold, as data that can be kept and as people read it.

    Kept are texts, truth values and ids as they are; of bank accounts bank and number.
    """

    _name = "crm.yishang.revision.value"
    _description = "Values of Protected Fields"

    @api.model
    def _get_raw(self, customer, name):
        """Return what a customer has in that field, to be kept."""
        value = customer[name]
        if name == BANKS:
            return self._get_accounts(
                (bank.acc_number, bank.bank_id.id) for bank in value
            )
        return self._convert(customer._fields[name], value)

    @api.model
    def _convert(self, field, value):
        return value.id or False if field.type == "many2one" else value or False

    @api.model
    def _get_wished(self, customer, name, value):
        """Return what a customer would have after a write of ``value``, to be kept."""
        if name == BANKS:
            return self._get_wished_accounts(customer, value)
        field = customer._fields[name]
        cached = field.convert_to_cache(value, customer)
        return self._convert(field, field.convert_to_record(cached, customer))

    @api.model
    def _get_wished_accounts(self, customer, commands):
        accounts = {
            bank.id: {"acc_number": bank.acc_number, "bank_id": bank.bank_id.id}
            for bank in customer[BANKS]
        }
        for command, bank_id, values in map(self._complete, commands or ()):
            if command in (Command.CREATE, Command.UPDATE):
                accounts[bank_id] = {**accounts.get(bank_id, {}), **(values or {})}
            elif command in (Command.DELETE, Command.UNLINK):
                accounts.pop(bank_id, None)
            elif command in (Command.CLEAR, Command.SET):
                accounts = {id_: accounts.get(id_, {}) for id_ in values or ()}
        return self._get_accounts(
            (account.get("acc_number"), account.get("bank_id"))
            for account in accounts.values()
        )

    @api.model
    def _get_accounts(self, accounts):
        """Return bank accounts as sorted texts.

        :param accounts: of (number, id of the bank)
        """
        # sudo: banks are no secret.
        banks = self.env["res.bank"].sudo()
        return sorted(
            " ".join(filter(None, (banks.browse(bank_id or ()).name, number)))
            for number, bank_id in accounts
        )

    @api.model
    def _complete(self, command):
        return (*command, 0, 0)[:3]

    @api.model
    def _get_text(self, name, raw):
        """Return what is kept as people read it."""
        field = self.env["res.partner"]._fields[name]
        if isinstance(raw, list):
            return self.env._(", ").join(raw) or False
        if field.type == "boolean":
            return self.env._("Yes") if raw else self.env._("No")
        if not raw:
            return False
        if field.type == "many2one":
            # sudo: the name is kept as it was; hidden customers are masked by uid.
            return self.env[field.comodel_name].sudo().browse(raw).display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(raw, raw)
        return str(raw)

    @api.model
    def _get_masked(self, records, name, text):
        """Return a text, or its mask for who sees that field in part only.

        :param records: whose customer the text is about
        """
        secrets = self.env["crm.yishang.mask"]._get_secrets("res.partner")
        if not text or name not in secrets:
            return text
        found = self.env["crm.yishang.mask"]._find(records, [name])
        return mask(found[name][0], text) if found.get(name, ("", ()))[1] else text

    @api.model
    def _get_field_labels(self):
        """Return ``{field: label in the user's language}`` of what can be protected."""
        return dict(self.env["crm.yishang.revision.entry"]._select_fields())

    @api.model
    def _get_bank_commands(self, customer, commands):
        """Return commands on bank accounts as far as a request may hold them.

        What is asked for is written with more rights than whoever asks has.
        """
        own = frozenset(customer[BANKS]._ids)
        kept = []
        for command, bank_id, values in map(self._complete, commands or ()):
            if command in (Command.CREATE, Command.UPDATE):
                values = {key: values[key] for key in BANK_FIELDS & values.keys()}
            is_own = bank_id in own
            if command == Command.CREATE:
                kept.append(Command.create(values))
            elif command == Command.UPDATE and is_own:
                kept.append(Command.update(bank_id, values))
            elif command in (Command.DELETE, Command.UNLINK) and is_own:
                kept.append(Command.delete(bank_id))
        return kept
