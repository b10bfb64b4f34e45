from datetime import datetime

from odoo.fields import Command


class LeakMailRecords:
    """Builders of talk, letters and meetings with a customer, see ``LeakRecords``."""

    @classmethod
    def _build_event(cls, customer, secret):
        lead = cls.built["crm.lead"][0]
        values = {
            "start": datetime(2026, 1, 5, 1),
            "stop": datetime(2026, 1, 5, 2),
            "user_id": customer.user_id.id,
            "partner_ids": [Command.set((customer.user_id.partner_id | customer).ids)],
        }
        models = cls.env["ir.model"]
        events = cls.env["calendar.event"].create(
            [
                {
                    **values,
                    "name": secret.word,
                    "location": secret.word,
                    "description": secret.word,
                    "opportunity_id": lead.id,
                    "res_model_id": models._get_id("crm.lead"),
                    "res_id": lead.id,
                },
                {
                    **values,
                    "name": secret.word,
                    "description": secret.word,
                    "res_model_id": models._get_id("res.partner"),
                    "res_id": customer.id,
                },
                {**values, "name": "展会"},
            ]
        )
        cls._add(events)
        cls._add(events.attendee_ids)

    @classmethod
    def _build_chatter(cls, customer, secret):
        documents = [
            customer,
            cls.built["crm.lead"][0],
            cls.built["sale.order"][0],
            cls.built["account.move"][0],
        ]
        colleague = cls.director.partner_id
        for document in documents:
            document.message_subscribe((customer | colleague).ids)
            message = document.message_post(
                body=secret.word,
                subject=secret.word,
                author_id=customer.id,
                email_from=f"{secret.word} <info@{secret.domain}>",
                partner_ids=(customer | colleague).ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                attachments=[(f"{secret.word}.txt", secret.word.encode())],
            )
            cls._add(message)
            cls._add(message.sudo().notification_ids)
            cls._add(message.attachment_ids)
            cls._add(
                document.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=secret.word,
                    note=secret.word,
                    user_id=cls.director.id,
                )
            )
            cls._add(
                cls.env["mail.followers"].search(
                    [("res_model", "=", document._name), ("res_id", "=", document.id)]
                )
            )
            cls._add(
                cls.env["mail.scheduled.message"].create(
                    {
                        "subject": secret.word,
                        "body": secret.word,
                        "scheduled_date": datetime(2099, 1, 1),
                        "model": document._name,
                        "res_id": document.id,
                        "author_id": colleague.id,
                        "partner_ids": [Command.link(customer.id)],
                    }
                )
            )

    @classmethod
    def _build_letters(cls, customer, secret):
        cls._add(
            cls.env["snailmail.letter"].create(
                {
                    "model": "account.move",
                    "res_id": cls.built["account.move"][0].id,
                    "partner_id": customer.id,
                    "company_id": cls.env.company.id,
                }
            )
        )

    @classmethod
    def _build_channel(cls, customer, secret):
        """A portal user of the customer writes where every colleague reads."""
        portal = cls.built["res.users"]
        channel = cls._add(cls.env["discuss.channel"].create({"name": "公告"}))
        channel.group_public_id = cls.env.ref("base.group_user")
        channel._add_members(partners=portal.partner_id)
        cls._add(channel.channel_member_ids)
        cls._add(
            channel.message_post(
                body="你好",
                author_id=portal.partner_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        )

    @classmethod
    def _build_leftovers(cls, customer, secret):
        """What a former salesperson keeps of a customer somebody else has now."""
        former = cls.sales_sjz1
        lead = cls.built["crm.lead"][0]
        message = cls._add(
            lead.message_post(
                body=secret.word, author_id=former.partner_id.id, subject=secret.word
            )
        )
        cls._add(
            cls.env["mail.notification"].create(
                [
                    {
                        "mail_message_id": message.id,
                        "res_partner_id": partner.id,
                        "notification_type": kind,
                        "notification_status": "exception",
                        "author_id": former.partner_id.id,
                    }
                    for partner, kind in (
                        (former.partner_id, "inbox"),
                        (customer, "email"),
                        (cls.director.partner_id, "inbox"),
                    )
                ]
            )
        )
        message.starred_partner_ids = former.partner_id | cls.director.partner_id
        cls._add(
            lead.activity_schedule(
                "mail.mail_activity_data_todo", summary=secret.word, user_id=former.id
            )
        )
        done = lead.activity_schedule(
            "mail.mail_activity_data_call", summary=secret.word, user_id=former.id
        )
        done.action_feedback(feedback=secret.word)
        lead.message_subscribe(former.partner_id.ids)
        event = cls._add(
            cls.env["calendar.event"].create(
                {
                    "name": secret.word,
                    "description": secret.word,
                    "location": secret.word,
                    "start": datetime(2026, 1, 6, 1),
                    "stop": datetime(2026, 1, 6, 2),
                    "user_id": former.id,
                    "partner_ids": [Command.set((former.partner_id | customer).ids)],
                }
            )
        )
        cls._add(event.attendee_ids)
