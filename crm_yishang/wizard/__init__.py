from . import crm_yishang_adoption_line
from . import crm_yishang_adoption
from . import crm_yishang_access_explain
from . import crm_yishang_access_explain_line
from . import crm_yishang_customer_assign
from . import crm_yishang_region_load
from . import crm_yishang_region_load_line
