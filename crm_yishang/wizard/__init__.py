from . import crm_yishang_region_load
from . import crm_yishang_region_load_line
