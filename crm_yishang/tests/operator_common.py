from contextlib import contextmanager

from .common import YishangCommon


class OperatorCommon(YishangCommon):
    """The screen of the operators, as the CRM administrator uses it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operators = (
            cls.env["res.users"]
            .with_user(cls.crm_admin)
            .with_context(yishang_operator=True)
        )
        cls.sales = cls.env["hr.department"].create({"name": "Sales in Hebei"})
        cls.job = cls.env["hr.job"].create({"name": "Sales Representative"})

    def keep(self, user):
        """Return the user as the CRM administrator sees it on the operator screen."""
        return self.operators.browse(user.id)

    def add(self, code, **values):
        vals = {"yishang_code": code, "name": code, "login": f"login {code}", **values}
        return self.operators.create(vals)

    def employee(self, user):
        employees = self.env["hr.employee"].with_context(active_test=False)
        return employees.search([("user_id", "in", user.ids)])

    def logs_in(self, user, password):
        credential = {"type": "password", "login": user.login, "password": password}
        return user.with_user(user)._check_credentials(
            credential, {"interactive": True}
        )

    @contextmanager
    def refused(self, exception, text):
        """Expect an error that says ``text``, and roll back what came before it."""
        with self.assertRaises(exception) as caught:
            yield
        self.registry.clear_cache()  # as the server does after an error
        self.assertIn(text, str(caught.exception))
