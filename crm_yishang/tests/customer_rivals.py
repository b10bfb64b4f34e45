from .rivals import Rivals


class CustomerRivals(Rivals):
    """Two salespeople want the same customer at the same moment."""

    def test_of_two_who_claim_one_customer_one_gets_it(self):
        """200 times; the other one is told by whom it was taken."""
        rivals = {self.changer: self.viewer, self.reader: self.seller}
        names = {self.viewer: "viewer", self.seller: "seller"}
        for user in rivals.values():
            self._write("res.users", user, yishang_region_id=self.south)
        self._write("res.company", self.company, yishang_claim_quota=0)
        won = []
        for number in range(200):
            customer = self._create_customer(
                f"抢{number}", user_id=False, yishang_region_id=self.south
            )
            claim = ("res.partner", [customer], "action_yishang_claim")
            winner, told = self._race(rivals, number, lambda _user, ask=claim: ask)
            domain = [("id", "=", customer)]
            rows = self._change("res.partner", None, "search_read", domain, ["user_id"])
            self.assertEqual(rows[0]["user_id"][0], winner)
            self.assertIn(names[winner], told)
            won.append(winner)
        self.assertEqual(set(won), set(names))
        for user in rivals.values():
            self._write("res.users", user, yishang_region_id=False)

    def test_of_two_who_enter_one_phone_number_one_is_refused(self):
        """40 times; the other one is told who has it."""
        rivals = {self.changer: self.viewer, self.reader: self.seller}
        names = {self.viewer: "viewer", self.seller: "seller"}
        self._write("res.company", self.company, yishang_duplicate_phone="block")
        for number in range(40):
            vals = {
                user: {
                    "name": f"{name}{number}",
                    "is_company": True,
                    "yishang_is_customer": True,
                    "phone": f"1370013{number:04}",
                }
                for user, name in names.items()
            }
            winner, told = self._race(
                rivals,
                number,
                lambda user, vals=vals: ("res.partner", [], "create", vals[user]),
            )
            self.assertIn(f"handled by {names[winner]}", told)
        self._write("res.company", self.company, yishang_duplicate_phone="warn")
