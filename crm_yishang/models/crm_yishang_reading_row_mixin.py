from datetime import timezone

from odoo import api, models
from odoo.tools.misc import format_date

from ..tools.lifecycle import MEETINGS
from .crm_yishang_instruction_due_mixin import REPLIED_KINDS

# Contacts of the customer beside a record.
LAST_CONTACTS = 5


class CrmYishangReadingRowMixin(models.AbstractModel):
    """How a record is written for whoever reads it, as plain values.

    A row is ``{"id", "customer_id", "title", "user", "customer", "time", "is_read",
    "facts": [fact], "answers": [fact], "texts": [fact], "photos": [url],
    "instructions": [{"id", "author", "kind_label", "body", "reply"}], "contacts":
    [{"id", "day", "user", "category", "text"}]}`` with the newest contact first; a
    fact is ``{"label", "text", "is_alert"}``.
    """

    _name = "crm.yishang.reading.row.mixin"
    _description = "Record as it is Read"

    @api.model
    def _get_row_fields(self):
        """Return the fields a row is made of, all read in one statement."""
        return [
            "attachment_ids",
            "attitude",
            "category_id",
            "check_in_distance",
            "check_in_place",
            "check_in_status",
            "company_id",
            "contact_id",
            "content",
            "date_done",
            "date_end",
            "date_next",
            "date_start",
            "day",
            "department_id",
            "lead_id",
            "next_step",
            "partner_id",
            "record_delay",
            "result",
            "subject",
            "user_id",
            "yishang_customer_id",
        ]

    @api.model
    def _get_kinds(self):
        """Return the kinds of instructions, in the order of the buttons."""
        field = self.env["crm.yishang.instruction"]._fields["kind"]
        return [
            {"kind": kind, "label": label, "needs_reply": kind in REPLIED_KINDS}
            for kind, label in field._description_selection(self.env)
        ]

    @api.model
    def _get_rows(self, visits, contacts):
        """Return the rows of visits, beside which ``contacts`` were searched."""
        # Sizes instead of photos.
        every = (visits | contacts).with_context(bin_size=True)
        by_customer = {}
        others = contacts.with_env(every.env).with_prefetch(every.ids)
        for contact in others.sorted(lambda c: (c.day, c.id), reverse=True):
            by_customer.setdefault(contact.yishang_customer_id.id, []).append(contact)
        return [
            {
                **self._get_head(visit),
                "facts": self._get_facts(visit),
                "answers": self._get_answers(visit),
                "texts": self._get_texts(visit),
                "photos": self._get_photos(visit),
                **self._get_instructions(visit),
                "contacts": self._get_contacts(
                    visit, by_customer.get(visit.yishang_customer_id.id, ())
                ),
            }
            for visit in every[: len(visits)]
        ]

    @api.model
    def _get_head(self, visit):
        return {
            "id": visit.id,
            "customer_id": visit.partner_id.id,
            "title": visit.subject or visit.display_name,
            "user": visit.user_id.name,
            "customer": visit.partner_id.display_name,
            "time": self._format_time(visit, visit.date_start),
        }

    @api.model
    def _get_facts(self, visit):
        labels = {
            name: visit._fields[name]._description_string(self.env)
            for name in (
                "department_id",
                "category_id",
                "contact_id",
                "lead_id",
                "attitude",
                "next_step",
            )
        }
        attitudes = dict(visit._fields["attitude"]._description_selection(self.env))
        times = (visit.date_start, visit.date_end)
        next_day = visit.date_next and format_date(self.env, visit.date_next)
        facts = [
            self._get_fact(
                self.env._("Time"),
                "–".join(self._format_time(visit, moment) for moment in times),
            ),
            self._get_delay_fact(visit),
            self._get_place_fact(visit),
            self._get_fact(labels["department_id"], visit.department_id.name),
            self._get_fact(labels["category_id"], visit.category_id.name),
            self._get_fact(labels["contact_id"], visit.contact_id.display_name),
            self._get_fact(labels["lead_id"], visit.lead_id.display_name),
            self._get_fact(self.env._("Stage"), visit.progress),
            self._get_fact(labels["attitude"], attitudes.get(visit.attitude)),
            self._get_fact(
                labels["next_step"],
                " ".join(filter(None, (next_day, visit.next_step))),
            ),
        ]
        return [fact for fact in facts if fact["text"]]

    @api.model
    def _get_fact(self, label, text, is_alert=False):
        return {"label": label, "text": text or "", "is_alert": is_alert}

    @api.model
    def _get_delay_fact(self, visit):
        """Return how long after the contact it was recorded; red on another day."""
        recorded = visit.date_done and visit.company_id._yishang_get_day(
            visit.date_done
        )
        hours = f"{visit.record_delay:.1f}".removesuffix(".0")
        return self._get_fact(
            visit._fields["record_delay"]._description_string(self.env),
            self.env._("%(hours)s hours", hours=hours),
            is_alert=bool(recorded and recorded != visit.day),
        )

    @api.model
    def _get_place_fact(self, visit):
        """Return whether the device told where it was; calls have no place."""
        field = visit._fields["check_in_status"]
        statuses = dict(field._description_selection(self.env))
        parts = [statuses.get(visit.check_in_status) or self.env._("No check-in")]
        if visit.check_in_status == "located" and visit.check_in_distance:
            parts.append(
                self.env._(
                    "%(metres)s m from the address",
                    metres=f"{visit.check_in_distance:,.0f}",
                )
            )
        if visit.check_in_place:
            parts.append(visit.check_in_place)
        is_meeting = visit.category_id.kind in MEETINGS
        return self._get_fact(
            field._description_string(self.env),
            is_meeting and self.env._(", ").join(parts),
            is_alert=visit.check_in_status != "located",
        )

    @api.model
    def _get_answers(self, visit):
        return [
            self._get_fact(
                answer.question_id.name, answer.option_id.name or answer.text
            )
            for answer in visit.answer_ids
        ]

    @api.model
    def _get_texts(self, visit):
        texts = [
            self._get_fact(
                visit._fields[name]._description_string(self.env), visit[name]
            )
            for name in ("content", "result")
        ]
        return [text for text in texts if text["text"]]

    @api.model
    def _get_photos(self, visit):
        """Return the addresses of the pictures; each is asked for with own rights."""
        photos = [
            f"/web/image/{attachment.id}"
            for attachment in visit.attachment_ids
            if (attachment.mimetype or "").startswith("image/")
        ]
        if visit.check_in_photo:
            photos.insert(0, f"/web/image/{visit._name}/{visit.id}/check_in_photo")
        return photos

    @api.model
    def _get_instructions(self, visit):
        instructions = visit.yishang_instruction_ids
        kinds = dict(instructions._fields["kind"]._description_selection(self.env))
        return {
            "is_read": self.env.user in instructions.author_id,
            "instructions": [
                {
                    "id": instruction.id,
                    # sudo: who sees an instruction may know who wrote it.
                    "author": instruction.sudo().author_id.name,
                    "kind_label": kinds[instruction.kind],
                    "body": instruction.body or "",
                    "reply": instruction.reply or "",
                }
                for instruction in instructions
            ],
        }

    @api.model
    def _get_contacts(self, visit, contacts):
        return [
            {
                "id": contact.id,
                "day": format_date(self.env, contact.day),
                "user": contact.user_id.name,
                "category": contact.category_id.name,
                "text": contact.result or contact.content or "",
            }
            for contact in contacts
            if contact != visit
        ][:LAST_CONTACTS]

    @api.model
    def _format_time(self, visit, moment):
        """Return the hour where the company is, as the day of a record is its day."""
        if not moment:
            return ""
        moment = moment.replace(tzinfo=timezone.utc)
        return moment.astimezone(visit.company_id._yishang_get_tz()).strftime("%H:%M")
