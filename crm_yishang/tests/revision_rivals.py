from odoo.fields import Command

from .rivals import Rivals

GROUP = "crm_yishang.crm_yishang_group_"
REVISION = "crm.yishang.revision"
ROUNDS = 20


class RevisionRivals(Rivals):
    """Two superiors decide on one request at the same moment."""

    def test_of_two_who_decide_at_once_one_does(self):
        """However it ends for the request, it ends once."""
        self._build_chain()
        rivals = {self.changer: self.viewer, self.reader: self.middle}
        verdicts = {
            self.viewer: ("action_approve",),
            self.middle: ("action_refuse", "不行"),
        }
        won = set()
        for number in range(ROUNDS):
            request = self._ask_for_phone(str(number))
            ask = {
                user: (REVISION, [request], *verdict)
                for user, verdict in verdicts.items()
            }
            winner, told = self._race(rivals, number, ask.get)
            self.assertIn("cannot be done now", told)
            self._check_outcome(request, str(number), winner)
            won.add(winner)
        self.assertEqual(won, set(rivals.values()))
        self._tear_chain()

    def _build_chain(self):
        """The viewer above the middle above the seller, and a protected number."""
        leader = Command.link(self._find(f"{GROUP}leader"))
        for user in (self.viewer, self.middle):
            self._write("res.users", user, group_ids=[leader])
        boss = self.viewer_employee
        self._write("hr.employee", self.middle_employee, parent_id=boss)
        boss = self.middle_employee
        self._write("hr.employee", self.seller_employee, parent_id=boss)
        self._protect([self._find("base.field_res_partner__phone")])

    def _tear_chain(self):
        leader = Command.unlink(self._find(f"{GROUP}leader"))
        for user in (self.viewer, self.middle):
            self._write("res.users", user, group_ids=[leader])
        for employee in (self.middle_employee, self.seller_employee):
            self._write("hr.employee", employee, parent_id=False)
        self._protect([])

    def _protect(self, field_ids):
        fields = [Command.set(field_ids)]
        self._write("res.company", self.company, yishang_revision_field_ids=fields)

    def _ask_for_phone(self, phone):
        values = {"phone": phone, "yishang_revision_reason": "换号"}
        self._ask(
            self.changer, self.seller, "res.partner", [self.theirs],
            "web_save", values, {"phone": {}},
        )  # fmt: skip
        (row,) = self._read(
            REVISION,
            [("customer_id", "=", self.theirs), ("state", "=", "requested")],
            "id",
        )
        return row["id"]

    def _read(self, model, domain, *names):
        return self._change(model, None, "search_read", domain, names)

    def _check_outcome(self, request, phone, winner):
        (row,) = self._read(REVISION, [("id", "=", request)], "state", "approver_id")
        approved = winner == self.viewer
        self.assertEqual(row["approver_id"][0], winner)
        self.assertEqual(row["state"], "approved" if approved else "refused")
        entries = self._read(
            "crm.yishang.revision.entry", [("revision_id", "=", request)], "new_text"
        )
        self.assertEqual([entry["new_text"] for entry in entries], [phone] * approved)
