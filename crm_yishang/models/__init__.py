from . import crm_yishang_dictionary_mixin
from . import crm_yishang_region
from . import res_company
from . import res_users
from . import res_partner
