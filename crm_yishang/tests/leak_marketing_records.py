from odoo.fields import Command


class LeakMarketingRecords:
    """Builders of segments and of what was sent, see ``LeakRecords``."""

    @classmethod
    def _build_mailing(cls, customer, secret):
        mailing = cls.env["mailing.mailing"].create(
            {
                "subject": "新品",
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": "[]",
            }
        )
        traces = cls._add(
            cls.env["mailing.trace"].create(
                [
                    {
                        "mass_mailing_id": mailing.id,
                        "model": document._name,
                        "res_id": document.id,
                        "email": f"info@{secret.domain}",
                        "trace_status": "sent",
                        "sent_datetime": "2026-01-05 02:00:00",
                    }
                    for document in (customer, cls.built["crm.lead"][1])
                ]
            )
        )
        link = cls.env["link.tracker"].search_or_create(
            [{"url": "https://example.com/x"}]
        )
        cls._add(
            cls.env["link.tracker.click"].create(
                {
                    "link_id": link.id,
                    "mailing_trace_id": traces[0].id,
                    "ip": secret.word,
                }
            )
        )
        cls._add(
            cls.env["sms.tracker"].create(
                {"sms_uuid": secret.code, "mailing_trace_id": traces[0].id}
            )
        )
        cls._build_addresses(secret)

    @classmethod
    def _build_addresses(cls, secret):
        address = f"info@{secret.domain}"
        cls._add(cls.env["mail.blacklist"].create({"email": address}))
        mailing_list = cls.env["mailing.list"].create({"name": "名单"})
        contact = cls._add(
            cls.env["mailing.contact"].create(
                {
                    "name": secret.word,
                    "email": address,
                    "subscription_ids": [Command.create({"list_id": mailing_list.id})],
                }
            )
        )
        cls._add(contact.subscription_ids)

    @classmethod
    def _build_segment(cls, customer, secret):
        segment = cls.env["crm.yishang.segment"].create(
            {
                "name": "细分",
                "is_shared": True,
                "user_id": cls.director.id,
                "domain": f"[('id', '=', {customer.id})]",
            }
        )
        segment.action_freeze()
        cls._add(segment.member_ids)
