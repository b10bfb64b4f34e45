from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmYishangInstructedMixin(models.AbstractModel):
    """A document on which leaders write instructions to whoever works on it."""

    _name = "crm.yishang.instructed.mixin"
    _description = "Document with Instructions"

    yishang_instruction_ids = fields.One2many(
        "crm.yishang.instruction",
        "res_id",
        string="Instructions",
        domain=lambda self: [("res_model", "=", self._name)],
        copy=False,
    )
    yishang_instruction_mark = fields.Selection(
        [
            ("new", "Not Read"),
            ("waiting", "Reply Expected"),
            ("open", "Acknowledged"),
            ("closed", "Closed"),
        ],
        string="Instruction",
        compute="_compute_yishang_instruction_mark",
        search="_search_yishang_instruction_mark",
        help="How far the instructions on the document are that you may see.",
    )
    yishang_can_instruct = fields.Boolean(
        compute="_compute_yishang_can_instruct", export_string_translation=False
    )

    @api.depends("yishang_instruction_ids.state")
    @api.depends_context("uid")
    def _compute_yishang_instruction_mark(self):
        self.yishang_instruction_mark = False
        instructions = self.env["crm.yishang.instruction"]
        if not self.ids or not instructions.has_access("read"):
            return
        rows = instructions._read_group(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)],
            ["res_id", "state", "needs_reply"],
        )
        marks = {}
        for res_id, state, needs_reply in rows:
            mark = self._yishang_get_mark(state, needs_reply)
            marks.setdefault(res_id, set()).add(mark)
        for document in self:
            for mark in ("new", "waiting", "open", "closed"):
                if mark in marks.get(document.id, ()):
                    document.yishang_instruction_mark = mark
                    break

    @api.model
    def _yishang_get_mark(self, state, needs_reply):
        if state in ("new", "closed"):
            return state
        return "waiting" if state == "read" and needs_reply else "open"

    @api.model
    def _search_yishang_instruction_mark(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = {
            "new": Domain("state", "=", "new"),
            "waiting": Domain("state", "=", "read") & Domain("needs_reply", "=", True),
            "open": Domain("state", "=", "replied")
            | (Domain("state", "=", "read") & Domain("needs_reply", "=", False)),
            "closed": Domain("state", "=", "closed"),
        }
        wanted = Domain.OR(domains[mark] for mark in value if mark in domains)
        found = Domain("yishang_instruction_ids", "any", wanted)
        if False in value:
            found |= Domain("yishang_instruction_ids", "=", False)
        return found

    @api.depends_context("uid")
    def _compute_yishang_can_instruct(self):
        is_leader = self.env.user.has_group("crm_yishang.crm_yishang_group_leader")
        people = self.env["crm.yishang.people"]
        for document in self:
            # sudo: only compared; a hidden document is not shown anyhow.
            person = document.sudo()._yishang_get_instructed_user()
            document.yishang_can_instruct = bool(
                is_leader and person and people._is_superior_of(person)
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_instructed(self):
        # sudo: instructions of others count as well.
        found = self.env["crm.yishang.instruction"].sudo()
        found = found.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], limit=1
        )
        if found:
            document = self.browse(found.res_id)
            raise UserError(
                self.env._(
                    "%(document)s carries instructions, which are kept. Archive or "
                    "cancel it instead.",
                    document=document.display_name,
                )
            )

    def action_yishang_instruct(self):
        """Open the form in which a leader writes an instruction on the document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write an Instruction"),
            "res_model": "crm.yishang.instruction.write",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def _yishang_instruct(self, kind, body="", needs_reply=None, date_due=False):
        """Write one instruction of the current user on each document.

        :param kind: see ``crm.yishang.instruction``
        :param needs_reply: by default as the kind asks for
        :return: the instructions
        """
        vals = {"res_model": self._name, "kind": kind, "body": body}
        if needs_reply is not None:
            vals["needs_reply"] = needs_reply
        if date_due:
            vals["date_due"] = date_due
        return self.env["crm.yishang.instruction"].create(
            [{**vals, "res_id": document.id} for document in self]
        )

    def _yishang_get_instructed_user(self):
        """Return the user who is told what leaders write on the document."""
        return self.user_id

    def _yishang_on_instructed(self):
        """Do what follows from the first or a further instruction on the documents."""
