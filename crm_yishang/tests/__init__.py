from . import test_access_explain
from . import test_customer
from . import test_dictionaries
from . import test_numbering
from . import test_products
from . import test_regions
from . import test_structure
from . import test_visibility
