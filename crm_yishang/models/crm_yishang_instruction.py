from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..tools.moving import Moving

# What the author may still change as long as nobody has read it.
BODY_FIELDS = frozenset(("kind", "body", "needs_reply", "date_due"))


class CrmYishangInstruction(models.Model):
    """What a leader writes on the work of one of the own people, and the answer."""

    _name = "crm.yishang.instruction"
    _description = "Instruction"
    _inherit = [
        "crm.yishang.instruction.delivery.mixin",
        "crm.yishang.instruction.due.mixin",
        "crm.yishang.instruction.escalation.mixin",
        "crm.yishang.instruction.open.mixin",
        "crm.yishang.document.name.mixin",
        "crm.yishang.people.mixin",
    ]
    _order = "create_date DESC, id DESC"
    _rec_name = "body"

    _visible_person = "recipient_id"
    _visible_besides = ("author_id",)

    # What waits is for whoever has the customer from now on; what was answered stays.
    _yishang_moving = Moving(
        "recipient_id",
        is_open=SQL(
            "document.state = 'new' OR document.state = 'read' AND document.needs_reply"
        ),
        pooled=None,
        is_attached=True,
        then="_refresh_moved",
    )
    _yishang_stays = ("author_id",)

    res_model = fields.Char(string="Kind of Document", required=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True
    )
    document_name = fields.Char(string="On")
    author_id = fields.Many2one(
        "res.users",
        string="Given by",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    recipient_id = fields.Many2one(
        "res.users", string="To", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [
            ("read", "Seen"),
            ("note", "Take Note"),
            ("instruction", "Directive"),
            ("praise", "Praise"),
            ("criticism", "Criticism"),
            ("rework", "Rework"),
        ],
        required=True,
        default="instruction",
    )
    body = fields.Text(string="Text")
    state = fields.Selection(
        [
            ("new", "Not Read"),
            ("read", "Acknowledged"),
            ("replied", "Replied"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="new",
        copy=False,
    )
    date_read = fields.Datetime(string="Read At", readonly=True, copy=False)
    reply = fields.Text(readonly=True, copy=False)
    date_replied = fields.Datetime(string="Replied At", readonly=True, copy=False)
    date_closed = fields.Datetime(string="Closed At", readonly=True, copy=False)
    _check_body = models.Constraint(
        "CHECK (kind = 'read' OR body IS NOT NULL)",
        "Write what you have to say. Only the mark Seen goes without words.",
    )
    _document_idx = models.Index("(res_model, res_id)")
    _recipient_idx = models.Index("(recipient_id, state, id DESC)")

    @api.model_create_multi
    def create(self, vals_list):
        """Write instructions; author and recipient follow from user and document."""
        documents = self._get_instructed(vals_list)
        instructions = super().create(
            [
                self._prepare_vals(vals, document)
                for vals, document in zip(vals_list, documents, strict=True)
            ]
        )
        # sudo: a mark that it was read expects nothing.
        marks = instructions.filtered(lambda i: i.kind == "read" and not i.body)
        marks.sudo().write(
            {
                "state": "closed",
                "needs_reply": False,
                "date_closed": fields.Datetime.now(),
            }
        )
        for model, group in instructions.grouped("res_model").items():
            self.env[model].browse(group.mapped("res_id"))._yishang_on_instructed()
        (instructions - marks)._deliver()
        return instructions

    @api.model
    def _prepare_vals(self, vals, document):
        """Return the values of a new instruction, checked against its document.

        :raise AccessError: if the user is not above whoever works on the document
        """
        vals = dict(vals, body=(vals.get("body") or "").strip() or False)
        self._check_words(vals)
        if self.env.su and vals.get("recipient_id"):
            return vals
        # sudo: whoever may read the document may know who works on it.
        recipient = document.sudo()._yishang_get_instructed_user()
        if not document.yishang_can_instruct:
            raise AccessError(
                self.env._(
                    "Instructions are written by leaders, on the work of their own "
                    "people. %(document)s is the work of %(user)s.",
                    document=document.display_name,
                    user=recipient.name or self.env._("nobody"),
                )
            )
        kept = {name: vals[name] for name in BODY_FIELDS & vals.keys()}
        company = document.company_id if "company_id" in document else None
        return {
            **kept,
            "res_model": document._name,
            "res_id": document.id,
            "author_id": self.env.uid,
            "recipient_id": recipient.id,
            "company_id": (company or self.env.company).id,
        }

    @api.model
    def _check_words(self, vals):
        """Check that a new instruction says something.

        :raise UserError: otherwise, unless it is the mark that it was seen
        """
        if not vals["body"] and vals.get("kind") != "read":
            raise UserError(
                self.env._(
                    "Write what you have to say. Only the mark Seen goes without words."
                )
            )

    @api.model
    def _get_instructed(self, vals_list):
        """Return the document of each new instruction, read together.

        :raise ValidationError: if it is none on which instructions are written
        :raise AccessError: if the user does not see it
        """
        ids = {}
        for vals in vals_list:
            ids.setdefault(vals.get("res_model"), set()).add(vals.get("res_id"))
        documents = {}
        for model, res_ids in ids.items():
            if not hasattr(self.env.get(model), "_yishang_get_instructed_user"):
                raise ValidationError(
                    self.env._("Choose the document the instruction is about.")
                )
            together = self.env[model].browse(res_ids)
            together.check_access("read")
            documents[model] = {document.id: document for document in together}
        return [documents[vals["res_model"]][vals.get("res_id")] for vals in vals_list]

    def write(self, vals):
        if not self.env.su:
            self._check_own_and_new()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_read(self):
        if not self.env.su:
            self._check_own_and_new()

    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and self.ids:
            return field.name in BODY_FIELDS
        return super()._has_field_access(field, operation)

    def _check_own_and_new(self):
        """Check that the user wrote the instructions and nobody has read them yet.

        :raise AccessError: otherwise
        """
        for instruction in self:
            if instruction.author_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "Only %(author)s can change this instruction.",
                        author=instruction.author_id.name,
                    )
                )
            if instruction.state != "new":
                raise AccessError(
                    self.env._(
                        "%(user)s has read this instruction: it stays as it is. Write "
                        "another one.",
                        user=instruction.recipient_id.name,
                    )
                )

    def action_read(self):
        """Take note of own instructions: the banner goes away."""
        self._check_recipient()
        # sudo: states move by methods alone.
        self.sudo().filtered(lambda i: i.state == "new").write(
            {"state": "read", "date_read": fields.Datetime.now()}
        )
        self._refresh_clients()

    def action_reply(self, text):
        """Answer own instructions.

        :raise UserError: without words, or if the leader has closed it
        """
        self._check_recipient()
        if not (text or "").strip():
            raise UserError(self.env._("Write what you have done."))
        if "closed" in self.mapped("state"):
            raise UserError(
                self.env._("The instruction is closed: no reply is expected.")
            )
        now = fields.Datetime.now()
        for instruction in self:
            # sudo: see action_read.
            instruction.sudo().write(
                {
                    "state": "replied",
                    "reply": text.strip(),
                    "date_replied": now,
                    "date_read": instruction.date_read or now,
                }
            )
        self._announce_replies()
        self._refresh_clients()

    def action_close(self):
        """Close instructions: nothing more is expected.

        :raise AccessError: unless the user wrote them or is above the recipient
        """
        self.check_access("read")
        people = self.env["crm.yishang.people"]
        for instruction in self:
            if instruction.author_id != self.env.user and not (
                people._is_superior_of(instruction.recipient_id)
            ):
                raise AccessError(
                    self.env._(
                        "Only %(author)s can close this instruction.",
                        author=instruction.author_id.name,
                    )
                )
        # sudo: see action_read.
        self.sudo().write({"state": "closed", "date_closed": fields.Datetime.now()})
        self._refresh_clients()

    def _check_recipient(self):
        self.check_access("read")
        if self.recipient_id - self.env.user:
            raise AccessError(
                self.env._("Only the recipient can answer an instruction.")
            )
