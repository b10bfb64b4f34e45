from .common import YishangCommon
from .leak_records import LeakRecords
from .leak_secret import HIDDEN, SEEN

HOST_ROLES = (
    "account.group_account_manager",
    "account.group_account_user",
    "analytic.group_analytic_accounting",
    "hr.group_hr_manager",
    "product.group_product_manager",
    "sales_team.group_sale_manager",
)


class LeakCommon(LeakRecords, YishangCommon):
    """A customer in Guangzhou and one in Shijiazhuang with all that hangs on them.

    ``hidden`` and ``seen`` are their records, ``{model name: recordset}``. The first
    belongs to ``sales_gz1``, the other one to ``sales_sjz1``, who had the first before.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls._build_everything(
            HIDDEN, user_id=cls.sales_gz1.id, yishang_region_id=cls.guangzhou.id
        )
        cls.seen = cls._build_everything(
            SEEN, user_id=cls.sales_sjz1.id, yishang_region_id=cls.changan.id
        )
        # The roles of the host open many more models, and no more customers.
        roles = cls.env["res.groups"].union(*map(cls.env.ref, HOST_ROLES))
        cls.bookkeeper = cls._create_operator(
            "bookkeeper", "salesperson", cls.leader_bd, cls.baoding
        )
        cls.bookkeeper.group_ids += roles
        marketing = cls.env.ref("mass_mailing.group_mass_mailing_user")
        marketing |= cls.env.ref("survey.group_survey_user")
        cls.accountant.group_ids += roles | marketing
        cls.narrowed = {
            "former salesperson": cls.sales_sjz1,
            "sibling": cls.sales_sjz2,
            "team leader": cls.leader_sjz,
            "regional manager": cls.manager_north,
            "service agent": cls.service_agent,
            "marketing": cls.marketer,
            "report viewer": cls.report_viewer,
            "no role": cls.host_user,
            "salesperson with host roles": cls.bookkeeper,
            "portal": cls.seen["res.users"],
        }
        cls.env.flush_all()
        cls.env.invalidate_all()
