from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import email_normalize, parse_contact_from_email

from ..tools.incoming_mail import get_new_text
from .crm_yishang_service_stage import OPEN_KINDS


class CrmYishangServiceMailMixin(models.AbstractModel):
    """Cases that customers open and go on with by mail.

    The sender is found among the customers of the team's company. Of nobody known the
    address is kept, and answers go there without anybody becoming a contact.
    """

    _name = "crm.yishang.service.mail.mixin"
    _description = "Mails of Service Cases"
    _primary_email = "email_from"
    _mail_thread_customer = True

    email_from = fields.Char(
        string="Sender's Address",
        readonly=True,
        copy=False,
        help="Who wrote the mail that opened the case.",
    )
    email_normalized = fields.Char(
        compute="_compute_email_normalized",
        store=True,
        index="btree_not_null",
        export_string_translation=False,
    )
    can_create_customer = fields.Boolean(
        compute="_compute_can_create_customer", export_string_translation=False
    )

    @api.depends("email_from")
    def _compute_email_normalized(self):
        for case in self:
            case.email_normalized = email_normalize(case.email_from or "")

    @api.depends("partner_id", "email_from")
    @api.depends_context("uid")
    def _compute_can_create_customer(self):
        may = self.env["res.partner"].has_access("create")
        for case in self:
            case.can_create_customer = may and case.email_from and not case.partner_id

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        return [("email_normalized", "=", email_from_normalized)]

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a case by a mail, for the customer whose address it came from."""
        values = dict(custom_values or {})
        team = self._get_mail_team(values)
        company = team.company_id or self.env.company
        cases = self.with_user(SUPERUSER_ID).with_company(company)
        cases = cases.with_context(lang=company.partner_id.lang)
        sender = cases._find_sender(msg_dict.get("email_from"), company)
        # The host looks among the partners of all companies.
        msg_dict["author_id"] = sender.id
        values |= cases._get_mail_values(msg_dict, sender)
        values |= {"team_id": team.id, "company_id": company.id}
        case = super(CrmYishangServiceMailMixin, cases).message_new(msg_dict, values)
        if case.partner_id and sender:
            # Answers reach whoever asked, whoever gives them.
            case.message_subscribe(sender.ids)
        return case.with_context(yishang_acknowledges=True)

    @api.model
    def _get_mail_team(self, values):
        # sudo: a mail finds its team, whoever it is processed as.
        teams = self.env["crm.yishang.service.team"].sudo()
        return teams.browse(values.get("team_id") or self._default_team_id()).exists()

    @api.model
    def _get_mail_values(self, msg_dict, sender):
        subject = (msg_dict.get("subject") or "").strip()
        customer = sender.yishang_customer_id
        user = sender.user_ids.filtered(lambda user: not user.share)[:1]
        return {
            "subject": subject or self.env._("Without subject"),
            "description": get_new_text(msg_dict.get("body"), subject),
            "channel": "mail",
            "partner_id": customer.id,
            "contact_id": sender.id if sender != customer and customer else False,
            # Nobody of the company took it down, unless a colleague hands it on.
            "receiver_id": user.id or SUPERUSER_ID,
        }

    def _find_sender(self, address, company):
        """Return the partner of a company who has that address.

        A colleague comes first, then a person of the case's own customer. Empty if the
        address belongs to several customers: whose case it is, people decide.
        """
        address = email_normalize(address or "")
        if not address:
            return self.env["res.partner"]
        # sudo: who writes does not depend on who may see whom.
        found = self.env["res.partner"].sudo()
        found = found.search(
            [
                ("email_normalized", "=", address),
                ("company_id", "in", (False, company.id)),
            ],
            order="id",
        )
        if users := found.filtered(lambda one: one.user_ids and not one.partner_share):
            return users[0]
        customers = self.yishang_customer_id & found.yishang_customer_id
        customers = customers or found.yishang_customer_id
        if len(customers) > 1:
            return found.browse()
        found = found.filtered(lambda one: one.yishang_customer_id == customers)
        return (found - customers or found)[:1]

    def message_update(self, msg_dict, update_vals=None):
        """Go on with a case by a mail of the customer; programs change nothing."""
        for case in self:
            sender = case._find_sender(msg_dict.get("email_from"), case.company_id)
            msg_dict["author_id"] = sender.id
            is_colleague = sender and not sender.partner_share
            if not is_colleague and not self.env.context.get("yishang_automatic_mail"):
                case.with_user(SUPERUSER_ID)._go_on_by_mail()
        return super().message_update(msg_dict, update_vals=update_vals)

    def _go_on_by_mail(self):
        """Do what follows from a customer's mail, by the stage the case is in."""
        if self.state == "waiting":
            self._move_to("in_progress")
        elif self.state == "solved" or self._is_reopenable_in_portal:
            self.action_reopen()
        elif self.state not in OPEN_KINDS:
            user = self.user_id or self.team_id.leader_id
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("The customer answers on a case that is closed"),
                user_id=user.id or False,
            )

    def write(self, vals):
        strangers = self.filtered("message_partner_ids") if "partner_id" in vals else ()
        result = super().write(vals)
        for case in strangers:
            case._drop_strange_followers()
        if vals.get("partner_id"):
            self._link_sender()
        return result

    def _drop_strange_followers(self):
        """Have people of another customer read no more of what is answered."""
        # sudo: followers may be hidden from whoever corrects the customer.
        case = self.sudo()
        strange = case.message_partner_ids.filtered(
            lambda one: (
                one.partner_share
                and one.yishang_customer_id
                and one.yishang_customer_id != case.yishang_customer_id
            )
        )
        case.message_unsubscribe(strange.ids)

    def _link_sender(self):
        """Find the sender among the people of the customer that was chosen."""
        for case in self:
            if not case.email_normalized or case.contact_id:
                continue
            # sudo: the agent may not see the sender as a contact; only of this customer
            # taken.
            sender = case.sudo()._find_sender(case.email_from, case.company_id)
            if sender.yishang_customer_id == case.yishang_customer_id:
                case.contact_id = sender - case.partner_id
                case.sudo().message_subscribe(sender.ids)

    def action_create_customer(self):
        """Open the form of a new customer, which becomes the one of the case."""
        self.ensure_one()
        # The address itself is filled in once the customer is there: it may be masked.
        name, _address = parse_contact_from_email(self.email_from)
        form = self.env.ref("crm_yishang.crm_yishang_customer_view_form")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Create the Customer"),
            "res_model": "res.partner",
            "views": [(form.id, "form")],
            "context": {
                "default_yishang_is_customer": True,
                "default_is_company": True,
                "default_name": name,
                "yishang_case_id": self.id,
            },
        }
