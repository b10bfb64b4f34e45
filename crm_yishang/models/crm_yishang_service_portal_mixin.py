from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .crm_yishang_service_stage import OPEN_KINDS

# Of documents a customer may name on a case.
OFFERED = 100


class CrmYishangServicePortalMixin(models.AbstractModel):
    """What a customer does with the own cases, on pages that act for the customer.

    Portal users have no right on the model, so that no program reads what is internal.
    """

    _name = "crm.yishang.service.portal.mixin"
    _description = "Service Cases in the Portal"

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for case in self:
            case.access_url = f"/my/cases/{case.id}"
        return result

    @api.model
    def _get_portal_domain(self):
        """Return the cases of the customer who is logged in."""
        user = self.env.user
        return Domain(
            "partner_id", "child_of", user.partner_id.commercial_partner_id.ids
        ) & Domain("company_id", "in", user._get_company_ids())

    @api.model
    def _get_portal_choices(self):
        """Return what a customer may name on a new case, by field.

        :return: ``{"type_id", "order_id", "product_id", "contract_id": records}``, the
            own documents alone
        """
        customer = self.env.user.partner_id.commercial_partner_id
        mine = Domain("partner_id", "child_of", customer.ids)
        orders = self.env["sale.order"].search(
            mine & Domain("state", "=", "sale"), order="date_order DESC", limit=OFFERED
        )
        # sudo: portal users read neither dictionaries nor contracts.
        types = self.env["crm.yishang.service.type"].sudo()
        contracts = self.env["crm.yishang.contract"].sudo()
        running = Domain("kind", "=", "service") & Domain("state", "=", "running")
        return {
            "type_id": types.search([], limit=OFFERED),
            "order_id": orders.sudo(),
            "product_id": orders.sudo().order_line.product_id,
            "contract_id": contracts.search(mine & running, limit=OFFERED),
        }

    @api.model
    def _submit_from_portal(self, vals, uploads):
        """Open a case for the customer who is logged in.

        :param vals: ``subject``, ``description`` and what `_get_portal_choices` offers
        :param uploads: list of (name, content), checked
        :return: the case, in superuser mode
        """
        contact = self.env.user.partner_id
        customer = contact.commercial_partner_id
        # sudo: see the class.
        case = self.sudo().create(
            {
                **vals,
                "partner_id": customer.id,
                "contact_id": contact.id if contact != customer else False,
                "channel": "portal",
                # Nobody of the company took it down.
                "receiver_id": SUPERUSER_ID,
            }
        )
        case.message_subscribe(contact.ids)
        case.message_post(
            body=vals["description"],
            author_id=contact.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=uploads,
        )
        return case

    @property
    def _is_closable_in_portal(self):
        return self.state in (*OPEN_KINDS, "solved")

    @property
    def _is_reopenable_in_portal(self):
        """Whether the customer may still say that it is not solved after all."""
        if self.state == "solved":
            return True
        days = self.company_id.yishang_case_reopen_days
        if self.state != "closed" or not days or not self.date_closed:
            return False
        return fields.Datetime.add(self.date_closed, days=days) > fields.Datetime.now()

    def _close_from_portal(self):
        """The customer says that it is solved; a complaint is closed by a leader.

        :raise UserError: if nothing is open any more
        """
        if not self._is_closable_in_portal:
            raise UserError(self.env._("%(case)s is closed already.", case=self.name))
        words = self.env._("The customer says that it is solved.")
        self.result = self.result or words
        # The page asks at once what a mail would ask.
        case = self.with_context(yishang_asks_rating=False)
        if not self.is_complaint:
            case._move_to("closed")
        else:
            self.answer = self.answer or words
            if self.state != "solved":
                case._move_to("solved")
        self._post_from_portal(words)

    def _reopen_from_portal(self, reason):
        """The customer says why it is not solved after all.

        :raise UserError: without a reason, or when it is too late
        """
        if not self._is_reopenable_in_portal:
            raise UserError(
                self.env._(
                    "%(case)s cannot be reopened any more. Submit a new case.",
                    case=self.name,
                )
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Say what is still not solved."))
        self.action_reopen()
        self._post_from_portal(reason.strip())

    def _mail_get_partners(self, introspect_fields=False):
        """Write to the person who asks, whose mails then lead to the own page."""
        return {case.id: case._rating_get_partner() for case in self}

    def _message_post_after_hook(self, message, msg_vals):
        """Go on with a case that waits for its customer when the customer writes."""
        result = super()._message_post_after_hook(message, msg_vals)
        author = message.author_id
        # sudo: an author may be hidden from whoever posts.
        is_customer = author and author.sudo().partner_share
        if (
            self.state == "waiting"
            and is_customer
            and message.message_type in ("comment", "email")
            # A vacation notice is no answer.
            and not self.env.context.get("yishang_automatic_mail")
        ):
            # sudo: who answers by mail or in the portal has no right on the case.
            self.sudo()._move_to("in_progress")
        return result

    def _post_from_portal(self, words):
        """Post what the customer says, and have the people of the case know it."""
        user = self.env.user
        author = self._rating_get_partner() if user._is_public() else user.partner_id
        self.message_post(
            body=Markup("<p>%s</p>") % words,
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def action_print_sheet(self):
        """Print the service sheet."""
        report = self.env.ref("crm_yishang.crm_yishang_service_sheet_report")
        return report.report_action(self)

    def _get_report_base_filename(self):
        self.ensure_one()
        return f"{self.name} {self.subject}"

    def _get_portal_timeline(self):
        """Return what happened when, as the customer is told: [(words, moment)]."""
        steps = [
            (self.env._("Submitted"), self.date_received),
            (self.env._("Accepted"), self.date_responded),
            (self.env._("Solved"), self.date_solved),
        ]
        if self.state == "cancelled":
            steps.append((self.env._("Cancelled"), self.date_closed))
        else:
            steps.append((self.env._("Closed"), self.date_closed))
        return [(words, moment) for words, moment in steps if moment]

    def _get_portal_files(self):
        """Return the files of messages the customer reads, oldest first."""
        shared = self.env["mail.message"]._get_search_domain_share()
        messages = self.website_message_ids.filtered_domain(
            shared & Domain("subtype_id", "=", self.env.ref("mail.mt_comment").id)
        )
        return messages.attachment_ids.sorted("id")
